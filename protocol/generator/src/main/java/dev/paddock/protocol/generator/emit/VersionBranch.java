package dev.paddock.protocol.generator.emit;

import com.palantir.javapoet.CodeBlock;
import dev.paddock.protocol.generator.schema.VersionRange;

/** The one place where generated code asks which version it is in. */
final class VersionBranch {
    private VersionBranch() {}

    static boolean always(VersionRange asked, VersionRange within) {
        return asked.contains(within);
    }

    static boolean never(VersionRange asked, VersionRange within) {
        return asked.intersect(within).isEmpty();
    }

    /** A Java condition that holds in the asked versions, given that the version is one of those within. */
    static CodeBlock condition(VersionRange asked, VersionRange within) {
        if (never(asked, within)) {
            return CodeBlock.of("false");
        }
        boolean fromBelow = asked.lowest() > within.lowest();
        boolean toAbove = asked.highest() < within.highest();
        if (fromBelow && toAbove) {
            return CodeBlock.of("version >= $L && version <= $L", asked.lowest(), asked.highest());
        }
        if (fromBelow) {
            return CodeBlock.of("version >= $L", asked.lowest());
        }
        return toAbove ? CodeBlock.of("version <= $L", asked.highest()) : CodeBlock.of("true");
    }

    /** Wraps code into the condition, or leaves it bare where the field is always there. */
    static CodeBlock inside(VersionRange asked, VersionRange within, CodeBlock code) {
        if (always(asked, within)) {
            return code;
        }
        return CodeBlock.builder()
                .beginControlFlow("if ($L)", condition(asked, within))
                .add(code)
                .endControlFlow()
                .build();
    }

    /** One of two expressions, by version. */
    static CodeBlock choose(VersionRange asked, VersionRange within, CodeBlock then, CodeBlock otherwise) {
        if (always(asked, within)) {
            return then;
        }
        if (never(asked, within)) {
            return otherwise;
        }
        return CodeBlock.of("$L ? $L : $L", condition(asked, within), then, otherwise);
    }
}
