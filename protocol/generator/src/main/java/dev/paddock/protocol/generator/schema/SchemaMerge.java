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
    private final VersionRange kept;
    private final VersionRange dropped;

    private SchemaMerge(VersionRange kept, VersionRange dropped) {
        this.kept = kept;
        this.dropped = dropped;
    }

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
        return new SchemaMerge(newer.versions(), dropped).merge(newer, older);
    }

    private MessageSchema merge(MessageSchema newer, MessageSchema older) {
        List<StructSchema> shared = new ArrayList<>();
        for (StructSchema struct : newer.sharedStructs()) {
            shared.add(new StructSchema(
                    struct.name(), mergeFields(struct.fields(), structFields(older, struct.name()), newer.name())));
        }
        for (StructSchema struct : older.sharedStructs()) {
            if (shared.stream().noneMatch(s -> s.name().equals(struct.name()))) {
                shared.add(new StructSchema(struct.name(), mergeFields(List.of(), struct.fields(), newer.name())));
            }
        }
        return new MessageSchema(
                newer.name(),
                newer.kind(),
                newer.apiKey(),
                newer.versions().union(older.versions(), newer.name()),
                newer.flexible().union(older.flexible().intersect(dropped), newer.name()),
                newer.newestIsUnstable(),
                mergeFields(newer.fields(), older.fields(), newer.name()),
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
    private List<FieldSchema> mergeFields(List<FieldSchema> newer, List<FieldSchema> older, String where) {
        List<FieldSchema> merged = new ArrayList<>(newer);
        Set<String> known = new HashSet<>();
        newer.forEach(field -> known.add(field.name()));
        int place = 0;
        for (FieldSchema old : older) {
            FieldSchema clipped = clip(old);
            if (known.contains(old.name())) {
                place = indexOf(merged, old.name());
                merged.set(place, join(merged.get(place), clipped, where + "." + old.name()));
                place++;
            } else if (!clipped.versions().isEmpty()) {
                merged.add(place++, clipped);
            }
        }
        return merged;
    }

    private FieldSchema join(FieldSchema newer, FieldSchema older, String where) {
        if (!older.versions().isEmpty() && !newer.type().equals(older.type())) {
            throw new SchemaException(where + ": type " + newer.type() + " was " + older.type());
        }
        FieldSchema joined = newer.withVersions(
                newer.versions().union(older.versions(), where),
                newer.nullable().union(older.nullable(), where),
                newer.tagged().union(older.tagged(), where),
                mergeFields(newer.fields(), older.fields(), where));
        // A field that is in all versions of the newer release is not called ignorable there: the older one decides.
        return newer.versions().contains(kept) ? joined.withIgnorable(older.ignorable()) : joined;
    }

    private FieldSchema clip(FieldSchema field) {
        return field.withVersions(
                field.versions().intersect(dropped),
                field.nullable().intersect(dropped),
                field.tagged().intersect(dropped),
                field.fields().stream().map(this::clip).toList());
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
