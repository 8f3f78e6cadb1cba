package dev.paddock.protocol.peer;

import dev.paddock.protocol.generator.schema.FieldSchema;
import dev.paddock.protocol.generator.schema.MessageSchema;
import dev.paddock.protocol.peer.StructValue.FieldValue;
import dev.paddock.protocol.wire.UnknownTaggedField;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Messages of a version, each with one field set that this version does not have. */
public final class StrayFields {
    private final MessageSchema schema;
    private final RandomMessages messages;

    public StrayFields(MessageSchema schema, RandomGenerator random) {
        this.schema = schema;
        this.messages = new RandomMessages(schema, schema, random);
    }

    /**
     * One such message.
     *
     * @param path where the field is
     */
    public record Stray(String path, StructValue message) {}

    /** One for each field that is in no place of that version, in the message itself or in a struct that it holds. */
    public List<Stray> of(int version) {
        StructValue message = messages.next(version);
        List<Stray> strays = of(schema.name(), message, schema.fields(), version);
        if (!schema.flexible().isEmpty() && !schema.flexible().contains(version)) {
            List<UnknownTaggedField> unknown = List.of(new UnknownTaggedField(9999, new byte[1]));
            strays.add(new Stray("unknown tagged fields", new StructValue(schema.name(), message.fields(), unknown)));
        }
        return strays;
    }

    private List<Stray> of(String path, StructValue struct, List<FieldSchema> fields, int version) {
        List<Stray> strays = new ArrayList<>();
        for (FieldSchema field : fields) {
            if (field.versions().isEmpty()) {
                continue;
            }
            String fieldPath = path + "." + field.name();
            if (!field.versions().contains(version)) {
                Object value = messages.value(field, field.versions().lowest());
                strays.add(new Stray(fieldPath, struct.with(field, value)));
            } else if (Schemas.isStruct(field)) {
                addInner(strays, fieldPath, struct, field, version);
            }
        }
        return strays;
    }

    private void addInner(List<Stray> strays, String path, StructValue struct, FieldSchema field, int version) {
        List<FieldSchema> inner = Schemas.structFields(schema, field);
        StructValue element = messages.struct(field.elementType(), inner, version);
        for (Stray stray : of(path, element, inner, version)) {
            Object value = field.isArray() ? List.of(stray.message()) : stray.message();
            strays.add(new Stray(stray.path(), replaced(struct, field, value)));
        }
    }

    private static StructValue replaced(StructValue struct, FieldSchema field, Object value) {
        List<FieldValue> others =
                struct.fields().stream().filter(f -> !f.field().equals(field)).toList();
        return new StructValue(struct.type(), others, struct.unknown()).with(field, value);
    }
}
