package dev.paddock.protocol.peer;

import dev.paddock.protocol.Uuid;
import dev.paddock.protocol.generator.schema.FieldSchema;
import dev.paddock.protocol.generator.schema.MessageSchema;
import dev.paddock.protocol.peer.StructValue.FieldValue;
import dev.paddock.protocol.wire.UnknownTaggedField;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Frames that make a decoder allocate as much as it ever does: one long array of elements with next to no bytes. */
public final class SmallestStructs {
    private final MessageSchema schema;
    private final int version;
    private final Filling filling;
    private final int elements;

    public SmallestStructs(FrameKind kind, Filling filling, int elements) {
        this.schema = kind.schema();
        this.version = kind.version();
        this.filling = filling;
        this.elements = elements;
    }

    /** What an element holds. */
    public enum Filling {
        /** Empty arrays and strings. */
        NOTHING,
        /** One unknown tagged field of no bytes. */
        ONE_TAG,
        /** Arrays of one element, strings of one character, tagged fields present. */
        ONE_OF_EACH
    }

    /** A message for each array of it, in which that array is long. */
    public List<StructValue> messages() {
        return longArrays(schema.name(), schema.fields());
    }

    private List<StructValue> longArrays(String type, List<FieldSchema> fields) {
        List<StructValue> found = new ArrayList<>();
        for (FieldSchema field : fields) {
            if (!field.versions().contains(version)) {
                continue;
            }
            StructValue others = struct(type, fields, field);
            if (field.isArray()) {
                found.add(others.with(field, Collections.nCopies(elements, element(field))));
            }
            if (Schemas.isStruct(field)) {
                for (StructValue inner : longArrays(field.elementType(), Schemas.structFields(schema, field))) {
                    found.add(others.with(field, field.isArray() ? List.of(inner) : inner));
                }
            }
        }
        return found;
    }

    private StructValue struct(String type, List<FieldSchema> fields, FieldSchema without) {
        List<FieldValue> filled = new ArrayList<>();
        for (FieldSchema field : fields) {
            boolean isTagged = field.tagged().contains(version);
            if (field.versions().contains(version)
                    && !field.equals(without)
                    && (!isTagged || filling == Filling.ONE_OF_EACH)) {
                filled.add(new FieldValue(field, value(field)));
            }
        }
        boolean isFlexible = filling == Filling.ONE_TAG && schema.flexible().contains(version);
        return new StructValue(
                type, filled, isFlexible ? List.of(new UnknownTaggedField(100, new byte[0])) : List.of());
    }

    private Object value(FieldSchema field) {
        if (!field.isArray()) {
            return element(field);
        }
        return filling == Filling.ONE_OF_EACH ? List.of(element(field)) : List.of();
    }

    private Object element(FieldSchema field) {
        return switch (field.elementType()) {
            case "bool" -> false;
            case "int8" -> (byte) 1;
            case "int16" -> (short) 1;
            case "uint16", "int32" -> 1;
            case "int64" -> 1L;
            case "float64" -> 1.0;
            case "uuid" -> Uuid.ONE;
            case "string" -> filling == Filling.ONE_OF_EACH ? "a" : "";
            case "bytes", "records" -> new byte[filling == Filling.ONE_OF_EACH ? 1 : 0];
            default -> struct(field.elementType(), Schemas.structFields(schema, field), null);
        };
    }
}
