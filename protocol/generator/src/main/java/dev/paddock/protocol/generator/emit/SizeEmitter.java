package dev.paddock.protocol.generator.emit;

import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeName;
import dev.paddock.protocol.generator.plan.FieldPlan;
import dev.paddock.protocol.generator.plan.Names;
import dev.paddock.protocol.generator.plan.StructPlan;
import javax.lang.model.element.Modifier;

/** The size method: exactly the bytes that write would write. */
final class SizeEmitter {
    private SizeEmitter() {}

    static MethodSpec emit(StructPlan struct) {
        CodeBlock.Builder code = CodeBlock.builder()
                .add(Values.declareFlexible(struct))
                .addStatement("int size = $L", alwaysThere(struct));
        for (FieldPlan field : struct.plainFields()) {
            boolean counted = isFixed(field) && VersionBranch.always(field.versions(), struct.versions());
            if (!counted) {
                CodeBlock add = CodeBlock.builder()
                        .addStatement("size += $L", value(struct, field))
                        .build();
                code.add(VersionBranch.inside(field.versions(), struct.versions(), add));
            }
        }
        if (struct.everFlexible()) {
            code.add(VersionBranch.inside(struct.flexible(), struct.versions(), taggedFields(struct)));
        }
        return MethodSpec.methodBuilder("size")
                .addAnnotation(Override.class)
                .addModifiers(Modifier.PUBLIC)
                .addParameter(TypeName.SHORT, "version")
                .returns(TypeName.INT)
                .addCode(code.build())
                .addStatement("return size")
                .build();
    }

    private static boolean isFixed(FieldPlan field) {
        return !field.isStruct() && !field.array() && !field.scalar().hasLength();
    }

    private static int alwaysThere(StructPlan struct) {
        return struct.plainFields().stream()
                .filter(field -> isFixed(field) && VersionBranch.always(field.versions(), struct.versions()))
                .mapToInt(field -> field.scalar().bytes())
                .sum();
    }

    private static CodeBlock taggedFields(StructPlan struct) {
        CodeBlock.Builder code = CodeBlock.builder();
        if (struct.taggedFields().isEmpty()) {
            return code.addStatement("size += $T.unknownTaggedFields($L)", Names.SIZE, FieldsEmitter.UNKNOWN)
                    .build();
        }
        code.addStatement("int tags = $L.size()", FieldsEmitter.UNKNOWN);
        for (FieldPlan field : struct.taggedFields()) {
            code.beginControlFlow("if ($L)", WriteEmitter.present(struct, field))
                    .addStatement("tags++")
                    .addStatement("size += $T.tag($L, $L)", Names.SIZE, field.tag(), value(struct, field))
                    .endControlFlow();
        }
        return code.addStatement("size += $1T.unsignedVarint(tags) + $1T.tags($2L)", Names.SIZE, FieldsEmitter.UNKNOWN)
                .build();
    }

    static CodeBlock value(StructPlan struct, FieldPlan field) {
        String name = field.inMethod();
        CodeBlock flexible = Values.flexible(struct, field);
        if (isFixed(field)) {
            return CodeBlock.of("$L", field.scalar().bytes());
        }
        if (field.isStruct() && !field.array()) {
            return field.schema().nullable().isEmpty()
                    ? CodeBlock.of("$L.size(version)", name)
                    : CodeBlock.of("$T.nullableStruct($L, version)", Names.SIZE, name);
        }
        if (field.isStruct()) {
            return CodeBlock.of("$T.list($L, $L, version)", Names.SIZE, name, flexible);
        }
        return CodeBlock.of("$T.$L($L, $L)", Names.SIZE, ReadEmitter.method(field, false), name, flexible);
    }
}
