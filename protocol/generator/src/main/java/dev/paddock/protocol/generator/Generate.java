package dev.paddock.protocol.generator;

import com.palantir.javapoet.JavaFile;
import dev.paddock.protocol.generator.emit.ApiKeyEmitter;
import dev.paddock.protocol.generator.emit.MessageEmitter;
import dev.paddock.protocol.generator.plan.MessagePlan;
import dev.paddock.protocol.generator.plan.Planner;
import dev.paddock.protocol.generator.schema.MessageSchema;
import dev.paddock.protocol.generator.schema.SchemaMerge;
import dev.paddock.protocol.generator.schema.SchemaReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Run by the build: Generate NEWER_SCHEMAS OLDER_SCHEMAS OUTPUT. */
public final class Generate {
    private Generate() {}

    public static void main(String[] args) throws IOException {
        Map<String, MessageSchema> newer = SchemaReader.readFolder(Path.of(args[0]));
        Map<String, MessageSchema> older = SchemaReader.readFolder(Path.of(args[1]));
        Path output = Path.of(args[2]);
        Map<String, MessageSchema> merged = SchemaMerge.merge(newer, older);
        Map<Integer, String> apiNames = apiNames(older);
        apiNames.putAll(apiNames(newer));
        List<MessagePlan> apis = new ArrayList<>();
        for (MessageSchema message : merged.values()) {
            MessagePlan plan = Planner.plan(message, merged, apiNames);
            write(MessageEmitter.emit(plan), output);
            if (plan.standsForApi()) {
                apis.add(plan);
            }
        }
        apis.sort(Comparator.comparing(plan -> plan.schema().apiKey().orElseThrow()));
        write(ApiKeyEmitter.emit(apis, merged), output);
    }

    private static Map<Integer, String> apiNames(Map<String, MessageSchema> messages) {
        Map<Integer, String> names = new HashMap<>();
        for (MessageSchema message : messages.values()) {
            if (message.kind() == MessageSchema.Kind.REQUEST) {
                names.put(message.apiKey().orElseThrow(), message.name().replaceAll("Request$", ""));
            }
        }
        return names;
    }

    /** Leaves an unchanged file alone, so that the compiler has nothing to do. */
    private static void write(JavaFile file, Path output) throws IOException {
        Path folder = output.resolve(file.packageName().replace('.', '/'));
        Path path = folder.resolve(file.typeSpec().name() + ".java");
        String text = file.toString();
        if (!Files.exists(path) || !Files.readString(path).equals(text)) {
            Files.createDirectories(folder);
            Files.write(path, text.getBytes(StandardCharsets.UTF_8));
        }
    }
}
