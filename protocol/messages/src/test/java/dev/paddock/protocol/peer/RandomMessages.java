package dev.paddock.protocol.peer;

import dev.paddock.protocol.generator.schema.FieldSchema;
import dev.paddock.protocol.generator.schema.MessageSchema;
import dev.paddock.protocol.peer.StructValue.FieldValue;
import dev.paddock.protocol.wire.UnknownTaggedField;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;

/** Fills messages with random values, each field only where its version has it. */
public final class RandomMessages {
    private final MessageSchema message;
    private final Map<String, Set<Integer>> taken;
    private final RandomGenerator random;
    private final RandomValues values;

    /** Draws unknown tags from those that the merged schema leaves free. */
    public RandomMessages(MessageSchema message, MessageSchema merged, RandomGenerator random) {
        this.message = message;
        this.taken = Schemas.tags(merged);
        this.random = random;
        this.values = new RandomValues(random);
    }

    public StructValue next(int version) {
        return struct(message.name(), message.fields(), version);
    }

    /** A value for a field in one of its versions. */
    Object value(FieldSchema field, int version) {
        if (field.nullable().contains(version) && random.nextInt(4) == 0) {
            return null;
        }
        if (!field.isArray()) {
            return element(field, version);
        }
        List<Object> elements = new ArrayList<>();
        for (int left = random.nextInt(4); left > 0; left--) {
            elements.add(element(field, version));
        }
        return elements;
    }

    private Object element(FieldSchema field, int version) {
        return Schemas.isStruct(field)
                ? struct(field.elementType(), Schemas.structFields(message, field), version)
                : values.scalar(field.elementType());
    }

    StructValue struct(String type, List<FieldSchema> fields, int version) {
        List<FieldValue> filled = new ArrayList<>();
        for (FieldSchema field : fields) {
            boolean isTagged = field.tagged().contains(version);
            if (field.versions().contains(version) && !(isTagged && random.nextBoolean())) {
                filled.add(new FieldValue(field, value(field, version)));
            }
        }
        boolean hasUnknown = message.flexible().contains(version) && random.nextInt(4) == 0;
        return new StructValue(type, filled, hasUnknown ? unknown(type) : List.of());
    }

    private List<UnknownTaggedField> unknown(String type) {
        TreeSet<Integer> tags = new TreeSet<>();
        tags.add(random.nextInt(12));
        tags.add(random.nextInt(Integer.MAX_VALUE - 1));
        tags.removeAll(taken.getOrDefault(type, Set.of()));
        List<UnknownTaggedField> unknown = new ArrayList<>();
        for (int tag : tags) {
            unknown.add(new UnknownTaggedField(tag, (byte[]) values.scalar("bytes")));
        }
        return unknown;
    }
}
