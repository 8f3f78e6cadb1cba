package dev.paddock.protocol.wire;

import dev.paddock.protocol.Uuid;
import io.netty.buffer.ByteBufUtil;
import java.util.List;

/** How many bytes WireWriter writes for a value. Null has the size of its mark. */
public final class WireSize {
    private WireSize() {}

    public static int unsignedVarint(int value) {
        return (38 - Integer.numberOfLeadingZeros(value | 1)) / 7;
    }

    public static int string(String value, boolean flexible) {
        int bytes = value == null ? 0 : ByteBufUtil.utf8Bytes(value);
        return bytes + (flexible ? unsignedVarint(value == null ? 0 : bytes + 1) : Short.BYTES);
    }

    public static int bytes(byte[] value, boolean flexible) {
        return array(value == null ? -1 : value.length, 1, flexible);
    }

    public static int records(Records value, boolean flexible) {
        return array(value == null ? -1 : value.sizeInBytes(), 1, flexible);
    }

    public static int int8Array(byte[] value, boolean flexible) {
        return bytes(value, flexible);
    }

    public static int int16Array(short[] value, boolean flexible) {
        return array(value == null ? -1 : value.length, Short.BYTES, flexible);
    }

    public static int int32Array(int[] value, boolean flexible) {
        return array(value == null ? -1 : value.length, Integer.BYTES, flexible);
    }

    public static int int64Array(long[] value, boolean flexible) {
        return array(value == null ? -1 : value.length, Long.BYTES, flexible);
    }

    public static int uuidList(List<Uuid> value, boolean flexible) {
        return array(value == null ? -1 : value.size(), 2 * Long.BYTES, flexible);
    }

    public static int stringList(List<String> value, boolean flexible) {
        int size = array(value == null ? -1 : value.size(), 0, flexible);
        if (value != null) {
            for (String element : value) {
                size += string(element, flexible);
            }
        }
        return size;
    }

    public static int list(List<? extends Struct> value, boolean flexible, short version) {
        int size = array(value == null ? -1 : value.size(), 0, flexible);
        if (value != null) {
            for (int i = 0; i < value.size(); i++) {
                size += value.get(i).size(version);
            }
        }
        return size;
    }

    public static int nullableStruct(Struct value, short version) {
        return 1 + (value == null ? 0 : value.size(version));
    }

    /** A tagged field with its tag and its size in front. */
    public static int tag(int tag, int size) {
        return unsignedVarint(tag) + unsignedVarint(size) + size;
    }

    public static int unknownTaggedFields(List<UnknownTaggedField> fields) {
        return unsignedVarint(fields.size()) + tags(fields);
    }

    /** Tagged fields without their count. */
    public static int tags(List<UnknownTaggedField> fields) {
        int size = 0;
        for (UnknownTaggedField field : fields) {
            size += tag(field.tag(), field.bytes().length);
        }
        return size;
    }

    private static int array(int length, int elementBytes, boolean flexible) {
        return Math.max(0, length) * elementBytes + (flexible ? unsignedVarint(length + 1) : Integer.BYTES);
    }
}
