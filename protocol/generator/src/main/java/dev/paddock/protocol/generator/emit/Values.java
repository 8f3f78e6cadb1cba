package dev.paddock.protocol.generator.emit;

import com.palantir.javapoet.CodeBlock;
import dev.paddock.protocol.generator.plan.FieldPlan;
import dev.paddock.protocol.generator.plan.Names;
import dev.paddock.protocol.generator.plan.StructPlan;
import dev.paddock.protocol.generator.plan.WireType;
import dev.paddock.protocol.generator.schema.SchemaException;
import java.util.List;

/** Expressions of a field's default, and of whether it has another value. */
final class Values {
    private Values() {}

    static CodeBlock initial(FieldPlan field) {
        if (field.defaultsToNull() || isLeftOut(field)) {
            return CodeBlock.of("null");
        }
        if (field.isList()) {
            return CodeBlock.of("$T.of()", List.class);
        }
        if (field.isPrimitiveArray()) {
            WireType element = field.isBytes() ? WireType.INT8 : field.scalar();
            return CodeBlock.of("new $T[0]", element.javaType());
        }
        return field.isStruct() ? CodeBlock.of("new $T()", field.structClass()) : scalar(field);
    }

    /**
     * A tagged struct that is not there is null: most messages have none, and should not pay for defaults. Where null is
     * a value of its own, the default stands for absent.
     */
    private static boolean isLeftOut(FieldPlan field) {
        return field.isTagged() && field.isStruct() && !field.array() && !field.everNullable();
    }

    private static CodeBlock scalar(FieldPlan field) {
        String text = field.schema().fallback() == null ? "" : field.schema().fallback();
        return switch (field.scalar()) {
            case BOOL -> CodeBlock.of("$L", Boolean.parseBoolean(text));
            case INT8 -> number("(byte) ", text, "");
            case INT16 -> number("(short) ", text, "");
            case UINT16, INT32 -> number("", text, "");
            case INT64 -> number("", text, "L");
            case FLOAT64 -> CodeBlock.of("$L", text.isEmpty() ? 0.0 : Double.parseDouble(text));
            case STRING -> CodeBlock.of("$S", text);
            case UUID -> CodeBlock.of("$T.ZERO", Names.UUID);
            default -> throw new SchemaException(field.name() + ": no default for " + field.scalar());
        };
    }

    private static CodeBlock number(String cast, String text, String suffix) {
        long value = text.isEmpty() ? 0 : Long.decode(text);
        String literal = value == Integer.MIN_VALUE
                ? "Integer.MIN_VALUE"
                : value == Long.MAX_VALUE ? "Long.MAX_VALUE" : value + suffix;
        return CodeBlock.of("$L$L", value == 0 && suffix.isEmpty() ? "" : cast, literal);
    }

    /** Holds where the field carries something that a version without it would lose. */
    static CodeBlock differsFromDefault(FieldPlan field) {
        String name = field.inMethod();
        if (field.defaultsToNull()) {
            return CodeBlock.of("$L != null", name);
        }
        if (isLeftOut(field)) {
            return CodeBlock.of("$1L != null && !$1L.equals(new $2T())", name, field.structClass());
        }
        String orNull = field.everNullable() ? name + " == null || " : "";
        if (field.isList()) {
            return CodeBlock.of("$L!$L.isEmpty()", orNull, name);
        }
        if (field.isPrimitiveArray()) {
            return CodeBlock.of("$L$L.length != 0", orNull, name);
        }
        if (field.isStruct() || field.scalar() == WireType.STRING || field.scalar() == WireType.UUID) {
            return CodeBlock.of("!$L.equals($L)", initial(field), name);
        }
        boolean isBoolean = field.scalar() == WireType.BOOL;
        return isBoolean
                ? CodeBlock.of("$L$L", Boolean.parseBoolean(field.schema().fallback()) ? "!" : "", name)
                : CodeBlock.of("$L != $L", name, initial(field));
    }

    /** Whether the field is written compactly: the struct's own answer, but never for a header's client id. */
    static CodeBlock flexible(StructPlan struct, FieldPlan field) {
        return field.schema().neverFlexible() ? CodeBlock.of("false") : flexible(struct);
    }

    static CodeBlock flexible(StructPlan struct) {
        if (VersionBranch.always(struct.flexible(), struct.versions())) {
            return CodeBlock.of("true");
        }
        return VersionBranch.never(struct.flexible(), struct.versions())
                ? CodeBlock.of("false")
                : CodeBlock.of("flexible");
    }

    /** Declares the local that flexible() names, in methods that need it. */
    static CodeBlock declareFlexible(StructPlan struct) {
        if (!flexible(struct).toString().equals("flexible")) {
            return CodeBlock.of("");
        }
        CodeBlock condition = VersionBranch.condition(struct.flexible(), struct.versions());
        return CodeBlock.builder()
                .addStatement("boolean flexible = $L", condition)
                .build();
    }
}
