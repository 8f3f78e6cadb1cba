package dev.paddock.protocol.peer;

import dev.paddock.protocol.generator.schema.FieldSchema;
import dev.paddock.protocol.wire.UnknownTaggedField;
import java.util.ArrayList;
import java.util.List;

/**
 * What a message or a struct holds, told apart from the class that carries it: values are boxed numbers, String, byte[]
 * (for records too), our Uuid, StructValue, null, or a List of these.
 *
 * @param type the name of the struct, or of the message
 * @param unknown tagged fields that no schema has in the version
 */
public record StructValue(String type, List<FieldValue> fields, List<UnknownTaggedField> unknown) {

    /** One field that was given a value; fields that are not named keep their defaults. */
    public record FieldValue(FieldSchema field, Object value) {}

    /** The same with one more field. */
    public StructValue with(FieldSchema field, Object value) {
        List<FieldValue> more = new ArrayList<>(fields);
        more.add(new FieldValue(field, value));
        return new StructValue(type, more, unknown);
    }
}
