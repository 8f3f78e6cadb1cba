package dev.paddock.protocol.generator.schema;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Joins two releases' schemas so that every version either of them knows is described once. The newer release says how
 * its versions look; the older one adds the versions, fields and whole messages that the newer one dropped.
 */
public final class SchemaMerge {
    private SchemaMerge() {}

    public static Map<String, MessageSchema> merge(Map<String, MessageSchema> newer, Map<String, MessageSchema> older) {
        Map<String, MessageSchema> merged = new TreeMap<>(newer);
        older.forEach((name, old) -> merged.merge(name, old, SchemaMerge::mergeMessage));
        merged.values().removeIf(message -> message.versions().isEmpty());
        return merged;
    }

    private static MessageSchema mergeMessage(MessageSchema newer, MessageSchema older) {
        // 4.x renumbered the keys of log records: its type prefix was the older releases' version, the bytes are the
        // same.
        if (newer.kind() == MessageSchema.Kind.RECORD_KEY || newer.versions().contains(older.versions())) {
            return newer;
        }
        if (newer.versions().isEmpty()) {
            return older;
        }
        VersionRange dropped = older.versions().below(newer.versions().lowest());
        List<StructSchema> shared = new ArrayList<>();
        for (StructSchema struct : newer.sharedStructs()) {
            shared.add(new StructSchema(
                    struct.name(),
                    mergeFields(struct.fields(), structFields(older, struct.name()), dropped, newer.name())));
        }
        for (StructSchema struct : older.sharedStructs()) {
            if (shared.stream().noneMatch(s -> s.name().equals(struct.name()))) {
                shared.add(new StructSchema(struct.name(), mergeFields(List.of(), struct.fields(), dropped, "")));
            }
        }
        return new MessageSchema(
                newer.name(),
                newer.kind(),
                newer.apiKey(),
                newer.versions().union(older.versions(), newer.name()),
                newer.flexible().union(older.flexible().intersect(dropped), newer.name()),
                newer.newestIsUnstable(),
                mergeFields(newer.fields(), older.fields(), dropped, newer.name()),
                shared);
    }

    private static List<FieldSchema> structFields(MessageSchema message, String structName) {
        return message.sharedStructs().stream()
                .filter(s -> s.name().equals(structName))
                .findFirst()
                .map(StructSchema::fields)
                .orElse(List.of());
    }

    /** Keeps the newer order, and puts a field that only the older release has behind its neighbour there. */
    private static List<FieldSchema> mergeFields(
            List<FieldSchema> newer, List<FieldSchema> older, VersionRange dropped, String where) {
        List<FieldSchema> merged = new ArrayList<>(newer);
        Set<String> known = new HashSet<>();
        newer.forEach(field -> known.add(field.name()));
        int place = 0;
        for (FieldSchema old : older) {
            FieldSchema clipped = clip(old, dropped);
            if (known.contains(old.name())) {
                place = indexOf(merged, old.name());
                merged.set(place, join(merged.get(place), clipped, where + "." + old.name(), dropped));
                place++;
            } else if (!clipped.versions().isEmpty()) {
                merged.add(place++, clipped);
            }
        }
        return merged;
    }

    private static FieldSchema join(FieldSchema newer, FieldSchema older, String where, VersionRange dropped) {
        if (!older.versions().isEmpty() && !newer.type().equals(older.type())) {
            throw new SchemaException(where + ": type " + newer.type() + " was " + older.type());
        }
        return newer.withVersions(
                newer.versions().union(older.versions(), where),
                newer.nullable().union(older.nullable(), where),
                newer.tagged().union(older.tagged(), where),
                mergeFields(newer.fields(), older.fields(), dropped, where));
    }

    private static FieldSchema clip(FieldSchema field, VersionRange dropped) {
        return field.withVersions(
                field.versions().intersect(dropped),
                field.nullable().intersect(dropped),
                field.tagged().intersect(dropped),
                field.fields().stream().map(f -> clip(f, dropped)).toList());
    }

    private static int indexOf(List<FieldSchema> fields, String name) {
        for (int i = 0; i < fields.size(); i++) {
            if (fields.get(i).name().equals(name)) {
                return i;
            }
        }
        throw new SchemaException("no field " + name);
    }
}
