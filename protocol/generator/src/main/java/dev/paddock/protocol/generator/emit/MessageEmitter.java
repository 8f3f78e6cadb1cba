package dev.paddock.protocol.generator.emit;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.JavaFile;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterizedTypeName;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import dev.paddock.protocol.generator.plan.MessagePlan;
import dev.paddock.protocol.generator.plan.Names;
import dev.paddock.protocol.generator.plan.StructPlan;
import dev.paddock.protocol.generator.schema.MessageSchema;
import javax.lang.model.element.Modifier;

/** One message as one Java file, its structs nested in it. */
public final class MessageEmitter {
    private MessageEmitter() {}

    public static JavaFile emit(MessagePlan plan) {
        MessageSchema schema = plan.schema();
        ClassName self = ClassName.get(Names.MESSAGE_PACKAGE, schema.name());
        TypeSpec.Builder type = type(plan.root(), self)
                .addModifiers(Modifier.PUBLIC, Modifier.FINAL)
                .addJavadoc("$L, versions $L.", schema.name(), schema.versions());
        constant(type, TypeName.SHORT, "LOWEST_VERSION", schema.versions().lowest());
        constant(type, TypeName.SHORT, "HIGHEST_VERSION", schema.versions().highest());
        if (plan.isRequest()) {
            ClassName response = ClassName.get(Names.MESSAGE_PACKAGE, plan.response());
            type.addSuperinterface(ParameterizedTypeName.get(Names.REQUEST, response));
            type.addMethod(apiKey(plan));
        } else {
            type.addSuperinterface(Names.MESSAGE);
        }
        if (schema.kind() == MessageSchema.Kind.RECORD_KEY || schema.kind() == MessageSchema.Kind.RECORD_VALUE) {
            constant(type, TypeName.SHORT, "RECORD_TYPE", schema.apiKey().orElseThrow());
        }
        for (StructPlan struct : plan.structs()) {
            type.addType(type(struct, self.nestedClass(struct.name()))
                    .addModifiers(Modifier.PUBLIC, Modifier.STATIC, Modifier.FINAL)
                    .addSuperinterface(Names.STRUCT)
                    .addJavadoc("Versions $L.", struct.versions())
                    .build());
        }
        return JavaFile.builder(Names.MESSAGE_PACKAGE, type.build())
                .indent("    ")
                .skipJavaLangImports(true)
                .addFileComment("Generated from Kafka's message schemas. Do not edit.")
                .build();
    }

    private static TypeSpec.Builder type(StructPlan struct, ClassName self) {
        TypeSpec.Builder type = TypeSpec.classBuilder(self.simpleName());
        FieldsEmitter.emit(struct, self, type);
        type.addMethod(ReadEmitter.emit(struct, self));
        type.addMethod(WriteEmitter.emit(struct));
        type.addMethod(SizeEmitter.emit(struct));
        ObjectMethodsEmitter.emit(struct, self, type);
        return type;
    }

    private static void constant(TypeSpec.Builder type, TypeName javaType, String name, int value) {
        type.addField(FieldSpec.builder(javaType, name, Modifier.PUBLIC, Modifier.STATIC, Modifier.FINAL)
                .initializer("$L", value)
                .build());
    }

    private static MethodSpec apiKey(MessagePlan plan) {
        return MethodSpec.methodBuilder("apiKey")
                .addAnnotation(Override.class)
                .addModifiers(Modifier.PUBLIC)
                .returns(Names.API_KEY)
                .addStatement("return $T.$L", Names.API_KEY, Names.constant(plan.apiName()))
                .build();
    }
}
