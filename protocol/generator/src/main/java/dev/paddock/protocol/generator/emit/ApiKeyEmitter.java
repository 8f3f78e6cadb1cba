package dev.paddock.protocol.generator.emit;

import com.palantir.javapoet.ArrayTypeName;
import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.JavaFile;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterizedTypeName;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import com.palantir.javapoet.WildcardTypeName;
import dev.paddock.protocol.generator.plan.MessagePlan;
import dev.paddock.protocol.generator.plan.Names;
import dev.paddock.protocol.generator.schema.MessageSchema;
import java.util.List;
import java.util.Map;
import javax.lang.model.element.Modifier;

/** The ApiKey enum: every request's number, versions and readers. */
public final class ApiKeyEmitter {
    private ApiKeyEmitter() {}

    public static JavaFile emit(List<MessagePlan> requests, Map<String, MessageSchema> schemas) {
        TypeSpec.Builder type = TypeSpec.enumBuilder(Names.API_KEY)
                .addModifiers(Modifier.PUBLIC)
                .addJavadoc("Every API of the protocol; which of them a broker serves is another question.");
        int highestId = 0;
        for (MessagePlan plan : requests) {
            MessageSchema request = plan.schema();
            MessageSchema response = schemas.get(plan.response());
            int id = request.apiKey().orElseThrow();
            highestId = Math.max(highestId, id);
            CodeBlock arguments = CodeBlock.of(
                    "$L, $S, $L, $L, $L, $L, $L",
                    id,
                    plan.apiName(),
                    request.versions().lowest(),
                    request.versions().highest(),
                    request.newestIsUnstable(),
                    firstFlexible(request),
                    firstFlexible(response));
            type.addEnumConstant(
                    Names.constant(plan.apiName()),
                    TypeSpec.anonymousClassBuilder(arguments).build());
        }
        addFields(type);
        addLookup(type, highestId);
        type.addMethod(reader(requests, "readRequest", true));
        type.addMethod(reader(requests, "readResponse", false));
        return JavaFile.builder(Names.MESSAGE_PACKAGE, type.build())
                .indent("    ")
                .skipJavaLangImports(true)
                .addFileComment("Generated from Kafka's message schemas. Do not edit.")
                .build();
    }

    private static int firstFlexible(MessageSchema schema) {
        return schema.flexible().isEmpty() ? Short.MAX_VALUE : schema.flexible().lowest();
    }

    private static void addFields(TypeSpec.Builder type) {
        MethodSpec.Builder constructor = MethodSpec.constructorBuilder();
        addField(type, constructor, TypeName.SHORT, "id", "The number that names it on the wire.");
        addField(type, constructor, ClassName.get(String.class), "displayName", "Its name in Kafka's documentation.");
        addField(type, constructor, TypeName.SHORT, "lowestVersion", "");
        addField(type, constructor, TypeName.SHORT, "highestVersion", "");
        addField(type, constructor, TypeName.BOOLEAN, "newestIsUnstable", "The highest version may still change.");
        addField(type, constructor, TypeName.SHORT, "requestFlexibleFrom", "The first flexible request version.");
        addField(type, constructor, TypeName.SHORT, "responseFlexibleFrom", "The first flexible response version.");
        type.addMethod(constructor.build());
    }

    private static void addField(
            TypeSpec.Builder type, MethodSpec.Builder constructor, TypeName javaType, String name, String about) {
        type.addField(javaType, name, Modifier.PRIVATE, Modifier.FINAL);
        boolean isShort = javaType.equals(TypeName.SHORT);
        constructor.addParameter(isShort ? TypeName.INT : javaType, name);
        constructor.addStatement(isShort ? "this.$1N = (short) $1N" : "this.$1N = $1N", name);
        type.addMethod(MethodSpec.methodBuilder(name)
                .addJavadoc("$L", about)
                .addModifiers(Modifier.PUBLIC)
                .returns(javaType)
                .addStatement("return $N", name)
                .build());
    }

    private static void addLookup(TypeSpec.Builder type, int highestId) {
        type.addField(ArrayTypeName.of(Names.API_KEY), "BY_ID", Modifier.PRIVATE, Modifier.STATIC, Modifier.FINAL);
        type.addStaticBlock(CodeBlock.builder()
                .addStatement("BY_ID = new ApiKey[$L]", highestId + 1)
                .beginControlFlow("for (ApiKey key : values())")
                .addStatement("BY_ID[key.id] = key")
                .endControlFlow()
                .build());
        type.addMethod(MethodSpec.methodBuilder("forId")
                .addJavadoc("The API of that number, or null where nobody knows it.")
                .addModifiers(Modifier.PUBLIC, Modifier.STATIC)
                .addParameter(TypeName.INT, "id")
                .returns(Names.API_KEY)
                .addStatement("return id >= 0 && id < BY_ID.length ? BY_ID[id] : null")
                .build());
        type.addMethod(MethodSpec.methodBuilder("hasVersion")
                .addModifiers(Modifier.PUBLIC)
                .addParameter(TypeName.INT, "version")
                .returns(TypeName.BOOLEAN)
                .addStatement("return version >= lowestVersion && version <= highestVersion")
                .build());
    }

    /** A switch loads a message's class when the first one comes; method references would load 200 at start. */
    private static MethodSpec reader(List<MessagePlan> requests, String name, boolean isRequest) {
        CodeBlock.Builder code = CodeBlock.builder().add("return switch (this) {\n$>");
        for (MessagePlan plan : requests) {
            String message = isRequest ? plan.schema().name() : plan.response();
            code.add(
                    "case $L -> $T.read(in, version);\n",
                    Names.constant(plan.apiName()),
                    ClassName.get(Names.MESSAGE_PACKAGE, message));
        }
        TypeName returns = isRequest
                ? ParameterizedTypeName.get(Names.REQUEST, WildcardTypeName.subtypeOf(Object.class))
                : Names.MESSAGE;
        return MethodSpec.methodBuilder(name)
                .addModifiers(Modifier.PUBLIC)
                .addParameter(Names.READER, "in")
                .addParameter(TypeName.SHORT, "version")
                .returns(returns)
                .addCode(code.add("$<};\n").build())
                .build();
    }
}
