package dev.paddock.protocol.generator.emit;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeName;
import dev.paddock.protocol.generator.plan.FieldPlan;
import dev.paddock.protocol.generator.plan.Names;
import dev.paddock.protocol.generator.plan.StructPlan;
import dev.paddock.protocol.generator.plan.WireType;
import javax.lang.model.element.Modifier;

/** The static read method: fields in their order, then the tagged ones. */
final class ReadEmitter {
    private ReadEmitter() {}

    static MethodSpec emit(StructPlan struct, ClassName self) {
        CodeBlock.Builder code = CodeBlock.builder()
                .addStatement("$T message = new $T()", self, self)
                .add(Values.declareFlexible(struct));
        for (FieldPlan field : struct.plainFields()) {
            CodeBlock read = CodeBlock.builder()
                    .addStatement("message.$L = $L", field.name(), value(struct, field))
                    .build();
            code.add(VersionBranch.inside(field.versions(), struct.versions(), read));
        }
        if (struct.everFlexible()) {
            code.add(VersionBranch.inside(struct.flexible(), struct.versions(), taggedFields(struct)));
        }
        return MethodSpec.methodBuilder("read")
                .addModifiers(Modifier.PUBLIC, Modifier.STATIC)
                .addParameter(Names.READER, "in")
                .addParameter(TypeName.SHORT, "version")
                .returns(self)
                .addCode(code.build())
                .addStatement("return message")
                .build();
    }

    private static CodeBlock taggedFields(StructPlan struct) {
        if (struct.taggedFields().isEmpty()) {
            return CodeBlock.builder()
                    .addStatement("message.$L = in.unknownTaggedFields()", FieldsEmitter.UNKNOWN)
                    .build();
        }
        CodeBlock.Builder code = CodeBlock.builder()
                .beginControlFlow("for (int left = in.tagCount(); left > 0; left--)")
                .addStatement("int tag = in.tag()")
                .addStatement("int end = in.tagEnd()");
        String lead = "";
        for (FieldPlan field : struct.taggedFields()) {
            String condition = "tag == " + field.tag();
            if (!VersionBranch.always(field.versions(), struct.flexible())) {
                condition += " && " + VersionBranch.condition(field.versions(), struct.flexible());
            }
            code.beginControlFlow(lead + "if ($L)", condition)
                    .addStatement("message.$L = $L", field.name(), value(struct, field))
                    .addStatement("in.endTag(end, $S)", field.name())
                    .endControlFlow();
            lead = "else ";
        }
        return code.beginControlFlow("else")
                .addStatement("message.$1L = in.unknownTaggedField(message.$1L, tag, end)", FieldsEmitter.UNKNOWN)
                .endControlFlow()
                .endControlFlow()
                .build();
    }

    private static CodeBlock value(StructPlan struct, FieldPlan field) {
        if (field.isStruct()
                || field.isList()
                || field.array()
                || field.scalar().hasLength()) {
            return VersionBranch.choose(
                    field.schema().nullable(),
                    field.versions().intersect(struct.versions()),
                    lengthened(struct, field, true),
                    lengthened(struct, field, false));
        }
        return CodeBlock.of("in.$L($S)", field.scalar().method(), field.name());
    }

    private static CodeBlock lengthened(StructPlan struct, FieldPlan field, boolean nullable) {
        CodeBlock flexible = Values.flexible(struct, field);
        if (field.isStruct() && !field.array()) {
            return nullable
                    ? CodeBlock.of(
                            "in.$L($S, version, $T::read)", nullableStruct(field), field.name(), field.structClass())
                    : CodeBlock.of("$T.read(in, version)", field.structClass());
        }
        if (field.isStruct()) {
            return CodeBlock.of(
                    "in.$L($S, $L, $L, version, $T::read)",
                    nullable ? "nullableList" : "list",
                    field.name(),
                    field.struct().leastBytes(),
                    flexible,
                    field.structClass());
        }
        return CodeBlock.of("in.$L($S, $L)", method(field, nullable), field.name(), flexible);
    }

    static String nullableStruct(FieldPlan field) {
        return field.isTaggedNullableStruct() ? "taggedNullableStruct" : "nullableStruct";
    }

    /** For example nullableString, int32Array or uuidList. */
    static String method(FieldPlan field, boolean nullable) {
        WireType scalar = field.scalar();
        String stem = scalar.method() + (field.isList() ? "List" : field.array() ? "Array" : "");
        return nullable ? "nullable" + Character.toUpperCase(stem.charAt(0)) + stem.substring(1) : stem;
    }
}
