package dev.paddock.protocol.generator.emit;

import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeName;
import dev.paddock.protocol.generator.plan.FieldPlan;
import dev.paddock.protocol.generator.plan.Names;
import dev.paddock.protocol.generator.plan.StructPlan;
import dev.paddock.protocol.generator.schema.VersionRange;
import javax.lang.model.element.Modifier;

/** The write method; a value that the version cannot carry is refused unless the schema lets it be lost. */
final class WriteEmitter {
    private WriteEmitter() {}

    static MethodSpec emit(StructPlan struct) {
        CodeBlock.Builder code = CodeBlock.builder().add(Values.declareFlexible(struct));
        for (FieldPlan field : struct.fields()) {
            if (!field.isTagged()) {
                code.add(plain(struct, field));
            } else if (!VersionBranch.always(field.versions(), struct.versions())
                    && !field.schema().ignorable()) {
                code.add(refusal(field, notIn(field.versions(), struct.versions())));
            }
        }
        if (struct.everFlexible()) {
            code.add(VersionBranch.inside(struct.flexible(), struct.versions(), taggedFields(struct)));
            if (!VersionBranch.always(struct.flexible(), struct.versions())) {
                code.add(unknownRefusal(struct));
            }
        }
        return MethodSpec.methodBuilder("write")
                .addAnnotation(Override.class)
                .addModifiers(Modifier.PUBLIC)
                .addParameter(Names.WRITER, "out")
                .addParameter(TypeName.SHORT, "version")
                .addCode(code.build())
                .build();
    }

    private static CodeBlock plain(StructPlan struct, FieldPlan field) {
        CodeBlock write = CodeBlock.builder()
                .addStatement(value(struct, field, field.versions()))
                .build();
        if (VersionBranch.always(field.versions(), struct.versions())) {
            return write;
        }
        CodeBlock.Builder code = CodeBlock.builder()
                .beginControlFlow("if ($L)", VersionBranch.condition(field.versions(), struct.versions()))
                .add(write);
        if (!field.schema().ignorable()) {
            code.nextControlFlow("else if ($L)", Values.differsFromDefault(field))
                    .addStatement("throw out.notInVersion($S, version)", field.name());
        }
        return code.endControlFlow().build();
    }

    private static CodeBlock refusal(FieldPlan field, CodeBlock versionCondition) {
        CodeBlock differs = Values.differsFromDefault(field);
        String form = differs.toString().contains("||") ? "if ($L && ($L))" : "if ($L && $L)";
        return CodeBlock.builder()
                .beginControlFlow(form, versionCondition, differs)
                .addStatement("throw out.notInVersion($S, version)", field.name())
                .endControlFlow()
                .build();
    }

    private static CodeBlock unknownRefusal(StructPlan struct) {
        return CodeBlock.builder()
                .beginControlFlow(
                        "if ($L && !$L.isEmpty())", notIn(struct.flexible(), struct.versions()), FieldsEmitter.UNKNOWN)
                .addStatement("throw out.notInVersion($S, version)", FieldsEmitter.UNKNOWN)
                .endControlFlow()
                .build();
    }

    /** Fields come late and stay, so that all versions without a tagged field lie below it. */
    private static CodeBlock notIn(VersionRange versions, VersionRange within) {
        return VersionBranch.condition(within.below(versions.lowest()), within);
    }

    private static CodeBlock taggedFields(StructPlan struct) {
        CodeBlock.Builder code = CodeBlock.builder();
        if (struct.taggedFields().isEmpty()) {
            return code.addStatement("out.unknownTaggedFields($L)", FieldsEmitter.UNKNOWN)
                    .build();
        }
        code.addStatement("int tags = $L.size()", FieldsEmitter.UNKNOWN);
        for (FieldPlan field : struct.taggedFields()) {
            code.beginControlFlow("if ($L)", present(struct, field))
                    .addStatement("tags++")
                    .endControlFlow();
        }
        code.addStatement("out.tagCount(tags)");
        int next = 0;
        for (FieldPlan field : struct.taggedFields()) {
            if (field.tag() > next) {
                code.addStatement("out.unknownTags($L, $L, $L)", FieldsEmitter.UNKNOWN, next, field.tag() - 1);
            }
            next = field.tag() + 1;
            code.beginControlFlow("if ($L)", present(struct, field))
                    .addStatement("out.tag($L, $L)", field.tag(), SizeEmitter.value(struct, field))
                    .addStatement(value(struct, field, field.versions()));
            if (!VersionBranch.always(field.versions(), struct.flexible())) {
                // Where the tag means nothing yet, a peer's field of that number is one more unknown one.
                code.nextControlFlow("else if ($L)", notIn(field.versions(), struct.flexible()))
                        .addStatement("out.unknownTags($1L, $2L, $2L)", FieldsEmitter.UNKNOWN, field.tag());
            }
            code.endControlFlow();
        }
        return code.addStatement("out.unknownTags($L, $L, Integer.MAX_VALUE)", FieldsEmitter.UNKNOWN, next)
                .build();
    }

    /** Whether a tagged field is written at all. */
    static CodeBlock present(StructPlan struct, FieldPlan field) {
        CodeBlock differs = Values.differsFromDefault(field);
        if (VersionBranch.always(field.versions(), struct.flexible())) {
            return differs;
        }
        String form = differs.toString().contains("||") ? "$L && ($L)" : "$L && $L";
        return CodeBlock.of(form, VersionBranch.condition(field.versions(), struct.flexible()), differs);
    }

    private static CodeBlock value(StructPlan struct, FieldPlan field, VersionRange within) {
        String name = field.inMethod();
        if (!field.isStruct() && !field.array() && !field.scalar().hasLength()) {
            return CodeBlock.of("out.$L($L)", field.scalar().method(), name);
        }
        VersionRange nullable = field.schema().nullable();
        if (VersionBranch.always(nullable, within)) {
            return lengthened(struct, field, true);
        }
        if (VersionBranch.never(nullable, within)) {
            return lengthened(struct, field, false);
        }
        // Two statements by version read better as one call that is told whether null is allowed.
        return CodeBlock.of(
                "out.requireUnlessNullable($L, $L, $S);\n$L",
                VersionBranch.condition(nullable, within),
                name,
                field.name(),
                lengthened(struct, field, true));
    }

    private static CodeBlock lengthened(StructPlan struct, FieldPlan field, boolean nullable) {
        String name = field.inMethod();
        CodeBlock flexible = Values.flexible(struct, field);
        if (field.isStruct() && !field.array()) {
            return nullable
                    ? CodeBlock.of("out.$L($L, version)", ReadEmitter.nullableStruct(field), name)
                    : CodeBlock.of("$L.write(out, version)", name);
        }
        if (field.isStruct()) {
            return CodeBlock.of("out.$L($L, $L, version)", nullable ? "nullableList" : "list", name, flexible);
        }
        return CodeBlock.of("out.$L($L, $L)", ReadEmitter.method(field, nullable), name, flexible);
    }
}
