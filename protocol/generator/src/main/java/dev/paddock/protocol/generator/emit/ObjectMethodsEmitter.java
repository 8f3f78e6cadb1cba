package dev.paddock.protocol.generator.emit;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import dev.paddock.protocol.generator.plan.FieldPlan;
import dev.paddock.protocol.generator.plan.StructPlan;
import dev.paddock.protocol.generator.plan.WireType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import javax.lang.model.element.Modifier;

/** equals, hashCode, toString, and release where record batches are held. */
final class ObjectMethodsEmitter {
    private ObjectMethodsEmitter() {}

    static void emit(StructPlan struct, ClassName self, TypeSpec.Builder type) {
        type.addMethod(equality(struct, self));
        type.addMethod(hash(struct));
        type.addMethod(text(struct));
        if (struct.holdsRecords()) {
            type.addMethod(release(struct));
        }
    }

    private static MethodSpec equality(StructPlan struct, ClassName self) {
        List<CodeBlock> parts = new ArrayList<>();
        parts.add(CodeBlock.of("other instanceof $T that", self));
        for (FieldPlan field : struct.fields()) {
            String mine = field.inMethod();
            CodeBlock theirs = CodeBlock.of("that.$N", field.name());
            if (field.isPrimitiveArray()) {
                parts.add(CodeBlock.of("$T.equals($L, $L)", Arrays.class, mine, theirs));
            } else if (field.javaType().equals(TypeName.DOUBLE)) {
                parts.add(CodeBlock.of("Double.compare($L, $L) == 0", mine, theirs));
            } else if (field.javaType().isPrimitive()) {
                parts.add(CodeBlock.of("$L == $L", mine, theirs));
            } else {
                parts.add(CodeBlock.of("$T.equals($L, $L)", Objects.class, mine, theirs));
            }
        }
        if (struct.everFlexible()) {
            parts.add(CodeBlock.of("$1L.equals(that.$1L)", FieldsEmitter.UNKNOWN));
        }
        return overriding("equals", TypeName.BOOLEAN)
                .addParameter(Object.class, "other")
                .addStatement("return $L", CodeBlock.join(parts, "\n&& "))
                .build();
    }

    private static MethodSpec hash(StructPlan struct) {
        List<CodeBlock> parts = new ArrayList<>();
        for (FieldPlan field : struct.fields()) {
            parts.add(
                    field.isPrimitiveArray()
                            ? CodeBlock.of("$T.hashCode($N)", Arrays.class, field.name())
                            : CodeBlock.of("$N", field.name()));
        }
        if (struct.everFlexible()) {
            parts.add(CodeBlock.of(FieldsEmitter.UNKNOWN));
        }
        return overriding("hashCode", TypeName.INT)
                .addStatement("return $T.hash($L)", Objects.class, CodeBlock.join(parts, ", "))
                .build();
    }

    private static MethodSpec text(StructPlan struct) {
        CodeBlock.Builder code = CodeBlock.builder().add("return $S", struct.name() + "(");
        String separator = "";
        for (FieldPlan field : struct.fields()) {
            code.add("\n+ $S + $L", separator + field.name() + "=", printed(field));
            separator = ", ";
        }
        return overriding("toString", ClassName.get(String.class))
                .addStatement(code.add("\n+ ')'").build())
                .build();
    }

    /** Payloads are told by their size alone: they may be large, and they may be somebody's secret. */
    private static CodeBlock printed(FieldPlan field) {
        if (field.isBytes()) {
            return CodeBlock.of("($1N == null ? \"null\" : $1N.length + \" bytes\")", field.name());
        }
        return field.isPrimitiveArray()
                ? CodeBlock.of("$T.toString($N)", Arrays.class, field.name())
                : CodeBlock.of("$N", field.name());
    }

    private static MethodSpec release(StructPlan struct) {
        CodeBlock.Builder code = CodeBlock.builder();
        for (FieldPlan field : struct.fields()) {
            boolean holds = field.scalar() == WireType.RECORDS
                    || (field.isStruct() && field.struct().holdsRecords());
            if (!holds) {
                continue;
            }
            code.beginControlFlow("if ($N != null)", field.name());
            if (field.array()) {
                code.addStatement("$N.forEach($T::release)", field.name(), field.structClass());
            } else {
                code.addStatement("$N.release()", field.name());
            }
            code.endControlFlow();
        }
        return overriding("release", TypeName.VOID).addCode(code.build()).build();
    }

    private static MethodSpec.Builder overriding(String name, TypeName returns) {
        return MethodSpec.methodBuilder(name)
                .addAnnotation(Override.class)
                .addModifiers(Modifier.PUBLIC)
                .returns(returns);
    }
}
