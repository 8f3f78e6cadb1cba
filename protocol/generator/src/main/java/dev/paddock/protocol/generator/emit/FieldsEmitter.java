package dev.paddock.protocol.generator.emit;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterizedTypeName;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import dev.paddock.protocol.generator.plan.FieldPlan;
import dev.paddock.protocol.generator.plan.Names;
import dev.paddock.protocol.generator.plan.StructPlan;
import java.util.List;
import javax.lang.model.element.Modifier;

/** The fields of a class, with a getter and a setter of the field's own name for each. */
final class FieldsEmitter {
    static final String UNKNOWN = "unknownTaggedFields";
    private static final TypeName UNKNOWN_TYPE =
            ParameterizedTypeName.get(ClassName.get(List.class), Names.UNKNOWN_TAG);

    private final TypeSpec.Builder type;
    private final ClassName self;

    private FieldsEmitter(TypeSpec.Builder type, ClassName self) {
        this.type = type;
        this.self = self;
    }

    static void emit(StructPlan struct, ClassName self, TypeSpec.Builder type) {
        FieldsEmitter emitter = new FieldsEmitter(type, self);
        for (FieldPlan field : struct.fields()) {
            emitter.add(field.name(), field.javaType(), Values.initial(field), about(field));
        }
        if (struct.everFlexible()) {
            String about = "Tagged fields of a newer schema than ours, kept as they came.";
            emitter.add(UNKNOWN, UNKNOWN_TYPE, CodeBlock.of("$T.of()", List.class), about);
        }
    }

    private void add(String name, TypeName javaType, CodeBlock initial, String about) {
        type.addField(FieldSpec.builder(javaType, name, Modifier.PRIVATE)
                .initializer(initial)
                .build());
        type.addMethod(MethodSpec.methodBuilder(name)
                .addJavadoc("$L", about)
                .addModifiers(Modifier.PUBLIC)
                .returns(javaType)
                .addStatement("return $N", name)
                .build());
        type.addMethod(MethodSpec.methodBuilder(name)
                .addModifiers(Modifier.PUBLIC)
                .addParameter(javaType, "value")
                .returns(self)
                .addStatement("this.$N = value", name)
                .addStatement("return this")
                .build());
    }

    private static String about(FieldPlan field) {
        String versions = "Versions " + field.versions() + ".";
        return field.schema().about().isEmpty() ? versions : field.schema().about() + "\n" + versions;
    }
}
