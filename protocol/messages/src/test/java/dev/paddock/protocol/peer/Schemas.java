package dev.paddock.protocol.peer;

import dev.paddock.protocol.generator.schema.FieldSchema;
import dev.paddock.protocol.generator.schema.MessageSchema;
import dev.paddock.protocol.generator.schema.SchemaMerge;
import dev.paddock.protocol.generator.schema.SchemaReader;
import dev.paddock.protocol.generator.schema.StructSchema;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The schemas that the build unpacked: of the newest release, of the last with ZooKeeper, and the two merged. */
public final class Schemas {
    public static final Map<String, MessageSchema> NEWEST = read("newest");
    public static final Map<String, MessageSchema> ZOOKEEPER = read("zookeeper");
    public static final Map<String, MessageSchema> MERGED = SchemaMerge.merge(NEWEST, ZOOKEEPER);

    private static final Set<String> SCALARS = Set.of(
            "bool", "int8", "int16", "uint16", "int32", "int64", "float64", "uuid", "string", "bytes", "records");

    private Schemas() {}

    private static Map<String, MessageSchema> read(String release) {
        try {
            return SchemaReader.readFolder(Path.of("target", "schemas", release, "common", "message"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static boolean isStruct(FieldSchema field) {
        return !SCALARS.contains(field.elementType());
    }

    /** The fields of a struct, inline or shared. */
    static List<FieldSchema> structFields(MessageSchema message, FieldSchema field) {
        if (!field.fields().isEmpty()) {
            return field.fields();
        }
        return message.sharedStructs().stream()
                .filter(struct -> struct.name().equals(field.elementType()))
                .map(StructSchema::fields)
                .findFirst()
                .orElseThrow();
    }

    /** The tags that have a meaning in any version, by the name of the message or struct. */
    static Map<String, Set<Integer>> tags(MessageSchema message) {
        Map<String, Set<Integer>> tags = new HashMap<>();
        addTags(tags, message.name(), message.fields());
        message.sharedStructs().forEach(struct -> addTags(tags, struct.name(), struct.fields()));
        return tags;
    }

    private static void addTags(Map<String, Set<Integer>> tags, String type, List<FieldSchema> fields) {
        for (FieldSchema field : fields) {
            field.tag()
                    .ifPresent(tag ->
                            tags.computeIfAbsent(type, t -> new HashSet<>()).add(tag));
            addTags(tags, field.elementType(), field.fields());
        }
    }
}
