package dev.paddock.protocol.generator.schema;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Reads a folder of Kafka's message schemas: JSON with comments, one message a file. */
public final class SchemaReader {
    private static final ObjectMapper JSON = new ObjectMapper().enable(JsonParser.Feature.ALLOW_COMMENTS);

    private SchemaReader() {}

    public static Map<String, MessageSchema> readFolder(Path folder) throws IOException {
        Map<String, MessageSchema> messages = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file :
                    files.filter(f -> f.toString().endsWith(".json")).sorted().toList()) {
                MessageSchema message = read(JSON.readTree(file.toFile()));
                messages.put(message.name(), message);
            }
        }
        if (messages.isEmpty()) {
            throw new SchemaException("no message schemas in " + folder);
        }
        return messages;
    }

    private static MessageSchema read(JsonNode json) {
        VersionRange versions = VersionRange.parse(json.get("validVersions").asText());
        VersionRange flexible =
                VersionRange.parse(json.path("flexibleVersions").asText("none")).intersect(versions);
        List<StructSchema> shared = new ArrayList<>();
        for (JsonNode struct : json.path("commonStructs")) {
            shared.add(new StructSchema(struct.get("name").asText(), fields(struct.path("fields"), versions)));
        }
        return new MessageSchema(
                json.get("name").asText(),
                MessageSchema.Kind.of(json.get("type").asText()),
                optionalInt(json, "apiKey"),
                versions,
                flexible,
                json.path("latestVersionUnstable").asBoolean(false),
                fields(json.path("fields"), versions),
                shared);
    }

    private static List<FieldSchema> fields(JsonNode fields, VersionRange messageVersions) {
        List<FieldSchema> result = new ArrayList<>();
        for (JsonNode field : fields) {
            VersionRange tagged = range(field, "taggedVersions").intersect(messageVersions);
            // A few log records give a field's tagged versions only: it is there wherever it is tagged.
            VersionRange versions =
                    field.has("versions") ? range(field, "versions").intersect(messageVersions) : tagged;
            result.add(new FieldSchema(
                    field.get("name").asText(),
                    field.get("type").asText(),
                    versions,
                    range(field, "nullableVersions").intersect(versions),
                    tagged,
                    optionalInt(field, "tag"),
                    field.path("flexibleVersions").asText("").equals("none"),
                    field.hasNonNull("default") ? field.get("default").asText() : null,
                    field.path("ignorable").asBoolean(false),
                    field.path("about").asText(""),
                    fields(field.path("fields"), messageVersions)));
        }
        return result;
    }

    private static VersionRange range(JsonNode field, String name) {
        return VersionRange.parse(field.path(name).asText("none"));
    }

    private static OptionalInt optionalInt(JsonNode json, String name) {
        return json.has(name) ? OptionalInt.of(json.get(name).asInt()) : OptionalInt.empty();
    }
}
