package dev.paddock.protocol.peer;

import dev.paddock.protocol.generator.schema.FieldSchema;
import dev.paddock.protocol.generator.schema.MessageSchema;
import dev.paddock.protocol.peer.StructValue.FieldValue;
import java.util.List;
import java.util.Map;

/**
 * What we call a release's message in one of its versions. Mostly the same; but 4.x gave the keys of log records types
 * instead of versions, and renamed a few fields without changing their bytes.
 */
public record Counterpart(MessageSchema schema, short version) {
    private static final Map<String, String> RENAMED = Map.of(
            "TxnOffsetCommitRequest.GenerationId", "GenerationIdOrMemberEpoch",
            "PartitionData.CandidateEpoch", "ReplicaEpoch",
            "PartitionData.CandidateId", "ReplicaId",
            "PartitionData.CandidateDirectoryId", "ReplicaDirectoryId");

    /** Of the older release's message: OffsetCommitKey v0 became the type 0, whose own version is 0. */
    public static Counterpart of(MessageSchema theirs, short version) {
        MessageSchema ours = Schemas.MERGED.get(theirs.name());
        boolean isTyped = ours.kind() == MessageSchema.Kind.RECORD_KEY;
        if (!isTyped || theirs.kind() == ours.kind()) {
            return new Counterpart(ours, version);
        }
        MessageSchema typed = Schemas.MERGED.values().stream()
                .filter(key -> key.kind() == MessageSchema.Kind.RECORD_KEY
                        && key.apiKey().orElseThrow() == version)
                .filter(key -> key.name().replace("Legacy", "").equals(theirs.name()))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no record type " + version + " is a " + theirs.name()));
        return new Counterpart(typed, (short) 0);
    }

    /** The same values under our names for message, structs and fields. */
    public StructValue renamed(StructValue theirs) {
        List<FieldValue> fields = theirs.fields().stream()
                .map(field -> new FieldValue(renamed(theirs.type(), field.field()), renamedValue(field.value())))
                .toList();
        return new StructValue(theirs.type(), fields, theirs.unknown());
    }

    private Object renamedValue(Object value) {
        if (value instanceof List<?> elements) {
            return elements.stream().map(this::renamedValue).toList();
        }
        return value instanceof StructValue struct ? renamed(struct) : value;
    }

    private FieldSchema renamed(String type, FieldSchema field) {
        return field.withName(RENAMED.getOrDefault(type + "." + field.name(), field.name()));
    }
}
