package dev.paddock.protocol.wire;

import dev.paddock.protocol.Uuid;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads values from a frame that nobody vouches for. Every claimed length is held against the bytes that are left before
 * anything of that size is allocated. Record batches are handed out as retained slices; when decoding fails they are
 * given back, when it works they belong to the message.
 */
// house-style: long class because it holds one method, or a pair of them, for each type of the protocol.
public final class WireReader {
    private static final int STRING_BYTES_MAX = Short.MAX_VALUE;
    private static final int VARINT_BYTES_MAX = 5;
    private static final byte[] NO_BYTES = {};

    private final ByteBuf in;
    private String message = "message";
    private short version;
    private List<Records> slices = List.of();

    /** Reads from the buffer's reader index on, without taking the buffer over. */
    public WireReader(ByteBuf in) {
        this.in = in;
    }

    /**
     * Reads one element.
     *
     * @param <T> what is read
     */
    @FunctionalInterface
    public interface Element<T> {
        T read(WireReader in, short version);
    }

    /** Runs a generated read method: names the message in what it throws, and leaves no slice behind when it throws. */
    public <T> T decode(String messageName, short messageVersion, Element<T> element) {
        message = messageName;
        version = messageVersion;
        slices = List.of();
        boolean decoded = false;
        try {
            T result = element.read(this, messageVersion);
            decoded = true;
            return result;
        } finally {
            if (!decoded) {
                slices.forEach(Records::release);
            }
        }
    }

    public boolean bool(String field) {
        return int8(field) != 0;
    }

    public byte int8(String field) {
        require(1, field);
        return in.readByte();
    }

    public short int16(String field) {
        require(Short.BYTES, field);
        return in.readShort();
    }

    public int uint16(String field) {
        require(Short.BYTES, field);
        return in.readUnsignedShort();
    }

    public int int32(String field) {
        require(Integer.BYTES, field);
        return in.readInt();
    }

    public long int64(String field) {
        require(Long.BYTES, field);
        return in.readLong();
    }

    public double float64(String field) {
        require(Double.BYTES, field);
        return in.readDouble();
    }

    public Uuid uuid(String field) {
        require(2 * Long.BYTES, field);
        return new Uuid(in.readLong(), in.readLong());
    }

    public int unsignedVarint(String field) {
        int value = 0;
        for (int i = 0; i < VARINT_BYTES_MAX; i++) {
            byte next = int8(field);
            value |= (next & 0x7f) << (7 * i);
            if (next >= 0) {
                return value;
            }
        }
        throw malformed(field, "is a varint of more than " + VARINT_BYTES_MAX + " bytes");
    }

    public String string(String field, boolean flexible) {
        return notNull(nullableString(field, flexible), field);
    }

    public String nullableString(String field, boolean flexible) {
        int length = flexible ? unsignedVarint(field) - 1 : int16(field);
        if (length == -1) {
            return null;
        }
        if (length < 0 || length > STRING_BYTES_MAX) {
            throw malformed(field, "has the length " + length);
        }
        require(length, field);
        return in.readString(length, StandardCharsets.UTF_8);
    }

    public byte[] bytes(String field, boolean flexible) {
        return notNull(nullableBytes(field, flexible), field);
    }

    public byte[] nullableBytes(String field, boolean flexible) {
        int length = length(field, 1, flexible);
        return length < 0 ? null : exactly(length);
    }

    public Records records(String field, boolean flexible) {
        return notNull(nullableRecords(field, flexible), field);
    }

    public Records nullableRecords(String field, boolean flexible) {
        int length = length(field, 1, flexible);
        if (length < 0) {
            return null;
        }
        Records records = Records.of(in.readRetainedSlice(length));
        if (slices.isEmpty()) {
            slices = new ArrayList<>(1);
        }
        slices.add(records);
        return records;
    }

    public byte[] int8Array(String field, boolean flexible) {
        return bytes(field, flexible);
    }

    public byte[] nullableInt8Array(String field, boolean flexible) {
        return nullableBytes(field, flexible);
    }

    public short[] int16Array(String field, boolean flexible) {
        return notNull(nullableInt16Array(field, flexible), field);
    }

    public short[] nullableInt16Array(String field, boolean flexible) {
        int length = length(field, Short.BYTES, flexible);
        if (length < 0) {
            return null;
        }
        short[] values = new short[length];
        for (int i = 0; i < length; i++) {
            values[i] = in.readShort();
        }
        return values;
    }

    public int[] int32Array(String field, boolean flexible) {
        return notNull(nullableInt32Array(field, flexible), field);
    }

    public int[] nullableInt32Array(String field, boolean flexible) {
        int length = length(field, Integer.BYTES, flexible);
        if (length < 0) {
            return null;
        }
        int[] values = new int[length];
        for (int i = 0; i < length; i++) {
            values[i] = in.readInt();
        }
        return values;
    }

    public long[] int64Array(String field, boolean flexible) {
        return notNull(nullableInt64Array(field, flexible), field);
    }

    public long[] nullableInt64Array(String field, boolean flexible) {
        int length = length(field, Long.BYTES, flexible);
        if (length < 0) {
            return null;
        }
        long[] values = new long[length];
        for (int i = 0; i < length; i++) {
            values[i] = in.readLong();
        }
        return values;
    }

    public List<String> stringList(String field, boolean flexible) {
        return notNull(nullableStringList(field, flexible), field);
    }

    public List<String> nullableStringList(String field, boolean flexible) {
        int length = length(field, flexible ? 1 : Short.BYTES, flexible);
        if (length < 0) {
            return null;
        }
        List<String> values = roomFor(length);
        for (int i = 0; i < length; i++) {
            values.add(string(field, flexible));
        }
        return values;
    }

    public List<Uuid> uuidList(String field, boolean flexible) {
        return notNull(nullableUuidList(field, flexible), field);
    }

    public List<Uuid> nullableUuidList(String field, boolean flexible) {
        int length = length(field, 2 * Long.BYTES, flexible);
        if (length < 0) {
            return null;
        }
        List<Uuid> values = roomFor(length);
        for (int i = 0; i < length; i++) {
            values.add(uuid(field));
        }
        return values;
    }

    public <T> List<T> list(String field, int leastBytes, boolean flexible, short structVersion, Element<T> element) {
        return notNull(nullableList(field, leastBytes, flexible, structVersion, element), field);
    }

    /** The least bytes an element can take bound what a claimed length may cost. */
    public <T> List<T> nullableList(
            String field, int leastBytes, boolean flexible, short structVersion, Element<T> element) {
        int length = length(field, leastBytes, flexible);
        if (length < 0) {
            return null;
        }
        List<T> values = roomFor(length);
        for (int i = 0; i < length; i++) {
            values.add(element.read(this, structVersion));
        }
        return values;
    }

    /** Kafka writes -1 for null and 1 otherwise, but reads by the sign alone, and so do clients that take its word. */
    public <T> T nullableStruct(String field, short structVersion, Element<T> element) {
        return int8(field) < 0 ? null : element.read(this, structVersion);
    }

    /** In a tagged field Kafka marks null with 0, where elsewhere it takes -1. */
    public <T> T taggedNullableStruct(String field, short structVersion, Element<T> element) {
        return unsignedVarint(field) <= 0 ? null : element.read(this, structVersion);
    }

    public int tagCount() {
        int count = unsignedVarint("tagged fields");
        if (count < 0 || count > in.readableBytes() / 2) {
            throw malformed("tagged fields", "claim to be " + count + " in " + in.readableBytes() + " bytes");
        }
        return count;
    }

    public int tag() {
        int tag = unsignedVarint("tag");
        if (tag < 0) {
            throw malformed("tag", "is " + Integer.toUnsignedString(tag));
        }
        return tag;
    }

    /** Where the tagged field that starts here has to end. */
    public int tagEnd() {
        int size = unsignedVarint("size of a tagged field");
        if (size < 0) {
            throw malformed("size of a tagged field", "is " + Integer.toUnsignedString(size));
        }
        require(size, "tagged field");
        return in.readerIndex() + size;
    }

    public void endTag(int end, String field) {
        if (in.readerIndex() != end) {
            throw malformed(field, "ends " + (in.readerIndex() - end) + " bytes off the end of its tag");
        }
    }

    public List<UnknownTaggedField> unknownTaggedFields() {
        List<UnknownTaggedField> fields = List.of();
        for (int left = tagCount(); left > 0; left--) {
            int tag = tag();
            fields = unknownTaggedField(fields, tag, tagEnd());
        }
        return fields;
    }

    /** Adds a field that no schema of ours names; tags come in ascending order, each once. */
    public List<UnknownTaggedField> unknownTaggedField(List<UnknownTaggedField> known, int tag, int end) {
        if (!known.isEmpty() && known.get(known.size() - 1).tag() >= tag) {
            throw malformed(
                    "tag " + tag,
                    "comes after tag " + known.get(known.size() - 1).tag());
        }
        List<UnknownTaggedField> fields = known.isEmpty() ? new ArrayList<>(1) : known;
        fields.add(new UnknownTaggedField(tag, exactly(end - in.readerIndex())));
        return fields;
    }

    /** A claimed length, or -1 for null. */
    private int length(String field, int leastBytes, boolean flexible) {
        int length = flexible ? unsignedVarint(field) - 1 : int32(field);
        if (length < -1) {
            throw malformed(field, "has the length " + length);
        }
        if ((long) length * leastBytes > in.readableBytes()) {
            throw malformed(field, "claims " + length + " elements where " + in.readableBytes() + " bytes are left");
        }
        return length;
    }

    /** Empty ones take one byte on the wire, so they should take none here. */
    private static <T> List<T> roomFor(int length) {
        return length == 0 ? List.of() : new ArrayList<>(length);
    }

    private byte[] exactly(int length) {
        byte[] bytes = length == 0 ? NO_BYTES : new byte[length];
        in.readBytes(bytes);
        return bytes;
    }

    private <T> T notNull(T value, String field) {
        if (value == null) {
            throw malformed(field, "is null");
        }
        return value;
    }

    private void require(int bytes, String field) {
        if (in.readableBytes() < bytes) {
            throw malformed(field, "needs " + bytes + " bytes where " + in.readableBytes() + " are left");
        }
    }

    private MalformedMessageException malformed(String field, String problem) {
        return new MalformedMessageException(message, version, field, problem);
    }
}
