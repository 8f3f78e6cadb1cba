package dev.paddock.protocol.record;

import dev.paddock.protocol.ErrorCode;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;

/**
 * Where the parts of one record lie, found without an object for each. Moved from record to record by one thread; all
 * indexes count from the beginning of the bytes it is given, and every one of them is checked against their end.
 *
 * <pre>
 *   format 2      varint size of the rest   attributes   varlong timestamp delta   varint offset delta
 *                 varint key size, key   varint value size, value   varint count, and for each header:
 *                 varint key size, key   varint value size, value
 *   format 0, 1   int32 crc   magic   attributes   [int64 timestamp]   int32 key size, key   int32 value size, value
 *   sizes of -1 mean null, except for a header's key
 * </pre>
 */
final class RecordFields {
    private static final int VARINT_BITS_MAX = 28;
    private static final int VARLONG_BITS_MAX = 63;
    private static final int LEGACY_MAGIC = 4;
    private static final int LEGACY_ATTRIBUTES = 5;
    private static final int LEGACY_TIMESTAMP = 6;

    byte magic;
    byte attributes;
    long timestampDelta;
    int offsetDelta;
    int keyIndex;
    int keySize;
    int valueIndex;
    int valueSize;
    int headerCount;
    int headersIndex;
    int headersSize;
    int sizeInBytes;
    /** The timestamp of format 1. */
    long timestamp;

    private ByteBuffer bytes;
    private int index;
    private int end;

    /** Reads the record of format 2 at an index. @return the index behind it */
    int readV2(ByteBuffer from, int startIndex, int endIndex) {
        bytes = from;
        index = startIndex;
        end = endIndex;
        try {
            int size = varint();
            if (size < 0 || size > end - index) {
                throw InvalidRecordsException.invalid(
                        "a record claims " + size + " bytes where " + (end - index) + " are left");
            }
            end = index + size;
            readBodyV2();
        } catch (IndexOutOfBoundsException | BufferUnderflowException e) {
            throw new InvalidRecordsException(ErrorCode.INVALID_RECORD, "a record ends within one of its fields", e);
        }
        if (index != end) {
            throw InvalidRecordsException.invalid("a record has " + (end - index) + " bytes behind its last field");
        }
        sizeInBytes = end - startIndex;
        return end;
    }

    private void readBodyV2() {
        magic = BatchView.MAGIC_V2;
        attributes = bytes.get(index++);
        timestampDelta = varlong();
        offsetDelta = varint();
        keySize = varint();
        keyIndex = index;
        skip(keySize);
        valueSize = varint();
        valueIndex = index;
        skip(valueSize);
        headerCount = varint();
        headersIndex = index;
        if (headerCount != 0) {
            readHeaders();
        }
        headersSize = index - headersIndex;
    }

    private void readHeaders() {
        if (headerCount < 0 || headerCount > end - index) {
            throw InvalidRecordsException.invalid(
                    "a record claims " + headerCount + " headers in " + (end - index) + " bytes");
        }
        for (int i = 0; i < headerCount; i++) {
            int size = varint();
            if (size < 0) {
                throw InvalidRecordsException.invalid("a header's key has the size " + size);
            }
            skip(size);
            skip(varint());
        }
    }

    /** Reads the message of format 0 or 1 between two indexes, which are those behind offset and size. */
    void readLegacy(ByteBuffer from, int startIndex, int endIndex) {
        bytes = from;
        end = endIndex;
        try {
            magic = from.get(startIndex + LEGACY_MAGIC);
            attributes = from.get(startIndex + LEGACY_ATTRIBUTES);
            timestamp = magic == 0 ? BatchView.NO_TIMESTAMP : from.getLong(startIndex + LEGACY_TIMESTAMP);
            index = startIndex + LEGACY_TIMESTAMP + (magic == 0 ? 0 : Long.BYTES);
            keySize = int32();
            keyIndex = index;
            skip(keySize);
            valueSize = int32();
            valueIndex = index;
            skip(valueSize);
        } catch (IndexOutOfBoundsException | BufferUnderflowException e) {
            throw new InvalidRecordsException(ErrorCode.INVALID_RECORD, "a message ends within one of its fields", e);
        }
        headerCount = 0;
        headersIndex = index;
        headersSize = 0;
        sizeInBytes = BatchView.PREFIX_BYTES + endIndex - startIndex;
    }

    private int int32() {
        if (end - index < Integer.BYTES) {
            throw new BufferUnderflowException();
        }
        int value = bytes.getInt(index);
        index += Integer.BYTES;
        return value;
    }

    private void skip(int size) {
        if (size > 0) {
            if (size > end - index) {
                throw new BufferUnderflowException();
            }
            index += size;
        }
    }

    private int varint() {
        byte first = next();
        return first >= 0 ? (first >>> 1) ^ -(first & 1) : longVarint(first);
    }

    private int longVarint(byte first) {
        int zigzag = first & 0x7f;
        int shift = 7;
        byte read;
        do {
            if (shift > VARINT_BITS_MAX) {
                throw InvalidRecordsException.invalid("a varint in a record has more than 5 bytes");
            }
            read = next();
            zigzag |= (read & 0x7f) << shift;
            shift += 7;
        } while (read < 0);
        return (zigzag >>> 1) ^ -(zigzag & 1);
    }

    private long varlong() {
        byte read = next();
        long zigzag = read & 0x7f;
        int shift = 7;
        while (read < 0) {
            if (shift > VARLONG_BITS_MAX) {
                throw InvalidRecordsException.invalid("a varlong in a record has more than 10 bytes");
            }
            read = next();
            zigzag |= (read & 0x7fL) << shift;
            shift += 7;
        }
        return (zigzag >>> 1) ^ -(zigzag & 1);
    }

    private byte next() {
        if (index >= end) {
            throw new BufferUnderflowException();
        }
        return bytes.get(index++);
    }
}
