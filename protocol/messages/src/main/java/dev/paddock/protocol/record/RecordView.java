package dev.paddock.protocol.record;

import io.netty.buffer.ByteBuf;

/**
 * One record of any format, as a window on bytes that its cursor owns: it shows the next record after the cursor has
 * moved, and nothing once the cursor is closed. What it returns are slices without a reference of their own.
 */
public final class RecordView {
    private final RecordFields fields = new RecordFields();
    private ByteBuf bytes;
    private long offset;
    private long timestamp;

    RecordView() {}

    /** Where its reader finds and leaves the places of what the record consists of. */
    RecordFields fields() {
        return fields;
    }

    void show(ByteBuf buffer, long recordOffset, long recordTimestamp) {
        bytes = buffer;
        offset = recordOffset;
        timestamp = recordTimestamp;
    }

    public long offset() {
        return offset;
    }

    /** {@link BatchView#NO_TIMESTAMP} where the format has none. */
    public long timestamp() {
        return timestamp;
    }

    public byte attributes() {
        return fields.attributes;
    }

    public boolean hasKey() {
        return fields.keySize >= 0;
    }

    /** -1 when there is none. */
    public int keySize() {
        return fields.keySize;
    }

    /** Null when there is none. */
    public ByteBuf key() {
        return fields.keySize < 0 ? null : bytes.slice(fields.keyIndex, fields.keySize);
    }

    /** Without a value the record is a tombstone. */
    public boolean hasValue() {
        return fields.valueSize >= 0;
    }

    /** -1 when there is none. */
    public int valueSize() {
        return fields.valueSize;
    }

    /** Null when there is none. */
    public ByteBuf value() {
        return fields.valueSize < 0 ? null : bytes.slice(fields.valueIndex, fields.valueSize);
    }

    public int headerCount() {
        return fields.headerCount;
    }

    /** All headers as they lie in the record, without their count. */
    public ByteBuf rawHeaders() {
        return bytes.slice(fields.headersIndex, fields.headersSize);
    }

    /** Goes over the headers from the first on. */
    public HeaderCursor headers() {
        return new HeaderCursor(rawHeaders(), fields.headerCount);
    }

    /** With its own length, and in the formats 0 and 1 with offset and length. */
    public int sizeInBytes() {
        return fields.sizeInBytes;
    }

    @Override
    public String toString() {
        return "record at offset " + offset + ", " + fields.sizeInBytes + " bytes, key "
                + (hasKey() ? keySize() + " bytes" : "null") + ", value "
                + (hasValue() ? valueSize() + " bytes" : "null");
    }
}
