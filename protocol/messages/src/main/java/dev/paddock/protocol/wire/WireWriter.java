package dev.paddock.protocol.wire;

import dev.paddock.protocol.Uuid;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes values in the form that a version asks for. Record batches that are large, or that lie in a file, are not copied:
 * the frame is cut there and they become parts of their own, so that a response leaves in one gathered write.
 */
// house-style: long class because it holds one method, or a pair of them, for each type of the protocol.
public final class WireWriter {
    /** Below this a copy costs less than one more part in the gathered write. */
    private static final int COPIED_BYTES_MAX = 1024;

    private final ByteBuf out;
    private List<Cut> cuts = List.of();
    private int cutBytes;

    /** Writes behind what the buffer holds already, without taking the buffer over. */
    public WireWriter(ByteBuf out) {
        this.out = out;
    }

    public void bool(boolean value) {
        out.writeByte(value ? 1 : 0);
    }

    public void int8(byte value) {
        out.writeByte(value);
    }

    public void int16(short value) {
        out.writeShort(value);
    }

    public void uint16(int value) {
        if (value < 0 || value > 0xffff) {
            throw new IllegalArgumentException(value + " does not fit into an unsigned 16-bit field");
        }
        out.writeShort(value);
    }

    public void int32(int value) {
        out.writeInt(value);
    }

    public void int64(long value) {
        out.writeLong(value);
    }

    public void float64(double value) {
        out.writeDouble(value);
    }

    public void uuid(Uuid value) {
        out.writeLong(value.mostSignificantBits());
        out.writeLong(value.leastSignificantBits());
    }

    public void unsignedVarint(int value) {
        int left = value;
        while ((left & ~0x7f) != 0) {
            out.writeByte(left | 0x80);
            left >>>= 7;
        }
        out.writeByte(left);
    }

    public void string(String value, boolean flexible) {
        int bytes = ByteBufUtil.utf8Bytes(value);
        if (bytes > Short.MAX_VALUE) {
            throw new IllegalArgumentException(
                    "a string of " + bytes + " bytes is too long for the protocol, which takes " + Short.MAX_VALUE);
        }
        if (flexible) {
            unsignedVarint(bytes + 1);
        } else {
            out.writeShort(bytes);
        }
        if (bytes == value.length()) {
            out.writeCharSequence(value, StandardCharsets.US_ASCII);
        } else {
            ByteBufUtil.reserveAndWriteUtf8(out, value, bytes);
        }
    }

    public void nullableString(String value, boolean flexible) {
        if (value != null) {
            string(value, flexible);
        } else if (flexible) {
            out.writeByte(0);
        } else {
            out.writeShort(-1);
        }
    }

    public void bytes(byte[] value, boolean flexible) {
        length(value.length, flexible);
        out.writeBytes(value);
    }

    public void nullableBytes(byte[] value, boolean flexible) {
        if (value == null) {
            length(-1, flexible);
        } else {
            bytes(value, flexible);
        }
    }

    public void records(Records value, boolean flexible) {
        length(value.sizeInBytes(), flexible);
        if (!value.isInMemory()) {
            cut(value.region().retain(), value.sizeInBytes());
        } else if (value.sizeInBytes() > COPIED_BYTES_MAX) {
            cut(value.buffer().retainedSlice(), value.sizeInBytes());
        } else {
            out.writeBytes(value.buffer(), value.buffer().readerIndex(), value.sizeInBytes());
        }
    }

    public void nullableRecords(Records value, boolean flexible) {
        if (value == null) {
            length(-1, flexible);
        } else {
            records(value, flexible);
        }
    }

    public void int8Array(byte[] values, boolean flexible) {
        bytes(values, flexible);
    }

    public void nullableInt8Array(byte[] values, boolean flexible) {
        nullableBytes(values, flexible);
    }

    public void int16Array(short[] values, boolean flexible) {
        length(values.length, flexible);
        for (short value : values) {
            out.writeShort(value);
        }
    }

    public void nullableInt16Array(short[] values, boolean flexible) {
        if (values == null) {
            length(-1, flexible);
        } else {
            int16Array(values, flexible);
        }
    }

    public void int32Array(int[] values, boolean flexible) {
        length(values.length, flexible);
        for (int value : values) {
            out.writeInt(value);
        }
    }

    public void nullableInt32Array(int[] values, boolean flexible) {
        if (values == null) {
            length(-1, flexible);
        } else {
            int32Array(values, flexible);
        }
    }

    public void int64Array(long[] values, boolean flexible) {
        length(values.length, flexible);
        for (long value : values) {
            out.writeLong(value);
        }
    }

    public void nullableInt64Array(long[] values, boolean flexible) {
        if (values == null) {
            length(-1, flexible);
        } else {
            int64Array(values, flexible);
        }
    }

    public void stringList(List<String> values, boolean flexible) {
        length(values.size(), flexible);
        for (String value : values) {
            string(value, flexible);
        }
    }

    public void nullableStringList(List<String> values, boolean flexible) {
        if (values == null) {
            length(-1, flexible);
        } else {
            stringList(values, flexible);
        }
    }

    public void uuidList(List<Uuid> values, boolean flexible) {
        length(values.size(), flexible);
        for (Uuid value : values) {
            uuid(value);
        }
    }

    public void nullableUuidList(List<Uuid> values, boolean flexible) {
        if (values == null) {
            length(-1, flexible);
        } else {
            uuidList(values, flexible);
        }
    }

    public void list(List<? extends Struct> values, boolean flexible, short version) {
        length(values.size(), flexible);
        for (int i = 0; i < values.size(); i++) {
            values.get(i).write(this, version);
        }
    }

    public void nullableList(List<? extends Struct> values, boolean flexible, short version) {
        if (values == null) {
            length(-1, flexible);
        } else {
            list(values, flexible, version);
        }
    }

    public void nullableStruct(Struct value, short version) {
        out.writeByte(value == null ? -1 : 1);
        if (value != null) {
            value.write(this, version);
        }
    }

    /** In a tagged field Kafka marks null with 0, where elsewhere it takes -1. */
    public void taggedNullableStruct(Struct value, short version) {
        out.writeByte(value == null ? 0 : 1);
        if (value != null) {
            value.write(this, version);
        }
    }

    public void tagCount(int count) {
        unsignedVarint(count);
    }

    /** What stands before a tagged field's value. */
    public void tag(int tag, int size) {
        unsignedVarint(tag);
        unsignedVarint(size);
    }

    public void unknownTaggedFields(List<UnknownTaggedField> fields) {
        tagCount(fields.size());
        unknownTags(fields, 0, Integer.MAX_VALUE);
    }

    /** Those of the fields whose tags lie between the two, both included. */
    public void unknownTags(List<UnknownTaggedField> fields, int from, int to) {
        for (UnknownTaggedField field : fields) {
            if (field.tag() >= from && field.tag() <= to) {
                tag(field.tag(), field.bytes().length);
                out.writeBytes(field.bytes());
            }
        }
    }

    public UnsupportedVersionException notInVersion(String field, short version) {
        return new UnsupportedVersionException("version " + version + " has no place for " + field + ", which is set");
    }

    public void requireUnlessNullable(boolean nullable, Object value, String field) {
        if (!nullable && value == null) {
            throw new UnsupportedVersionException("this version has no null for " + field);
        }
    }

    private void length(int length, boolean flexible) {
        if (flexible) {
            unsignedVarint(length + 1);
        } else {
            out.writeInt(length);
        }
    }

    private void cut(Object part, int bytes) {
        if (cuts.isEmpty()) {
            cuts = new ArrayList<>();
        }
        cuts.add(new Cut(out.writerIndex(), part));
        cutBytes += bytes;
    }

    /** All that the buffer holds and the parts between its bytes. */
    int bytes() {
        return out.readableBytes() + cutBytes;
    }

    /**
     * All that was written, in order, each part with a reference of its own. Slices are taken only here, when the buffer
     * does not grow any more.
     */
    List<Object> takeParts() {
        List<Object> parts = new ArrayList<>(2 * cuts.size() + 1);
        int from = out.readerIndex();
        for (Cut cut : cuts) {
            if (cut.at() > from) {
                parts.add(out.retainedSlice(from, cut.at() - from));
            }
            parts.add(cut.part());
            from = cut.at();
        }
        if (out.writerIndex() > from) {
            parts.add(out.retainedSlice(from, out.writerIndex() - from));
        }
        cuts = List.of();
        return parts;
    }

    boolean hasCuts() {
        return !cuts.isEmpty();
    }

    /** Gives back the parts that nobody took. */
    void release() {
        cuts.forEach(cut -> ReferenceCountUtil.release(cut.part()));
        cuts = List.of();
    }

    /** A part that stands between the buffer's bytes. */
    private record Cut(int at, Object part) {}
}
