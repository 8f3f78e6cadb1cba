package dev.paddock.log.producer;

import dev.paddock.protocol.record.BatchView;
import io.netty.buffer.ByteBuf;

/**
 * What a control batch of a transaction says, read in place from its only record. Reused; nothing in it is trusted.
 *
 * <pre>
 *   record   length varint, attributes byte, timestamp delta varlong, offset delta varint,
 *            key length varint, key, value length varint, value, headers
 *   key      version short, type short: 0 is abort, 1 is commit
 *   value    version short, coordinator epoch int
 * </pre>
 */
final class ControlMarker {
    private static final int KEY_BYTES_MIN = 4;
    private static final int VALUE_BYTES_MIN = 6;
    private static final short ABORT = 0;
    private static final short COMMIT = 1;
    private static final int VARINT_BYTES_MAX = 10;

    private ByteBuf bytes;
    private int index;
    private int end;
    private boolean aborts;
    private int coordinatorEpoch;

    /** @return whether it is a marker that ends a transaction */
    boolean read(BatchView batch) {
        bytes = batch.buffer();
        index = batch.startIndex() + BatchView.HEADER_BYTES_V2;
        end = Math.min(batch.endIndex(), bytes.writerIndex());
        boolean readable = batch.codec() == 0 && readRecord();
        bytes = null;
        return readable;
    }

    boolean aborts() {
        return aborts;
    }

    int coordinatorEpoch() {
        return coordinatorEpoch;
    }

    private boolean readRecord() {
        long length = varlong();
        if (length < 0 || length > end - index) {
            return false;
        }
        end = index + (int) length;
        index++;
        varlong();
        varlong();
        int key = field(KEY_BYTES_MIN);
        int value = key < 0 ? -1 : field(VALUE_BYTES_MIN);
        if (value < 0 || bytes.getShort(key) < 0 || bytes.getShort(value) < 0) {
            return false;
        }
        short type = bytes.getShort(key + 2);
        aborts = type == ABORT;
        coordinatorEpoch = bytes.getInt(value + 2);
        return type == ABORT || type == COMMIT;
    }

    /** Where a key or a value begins, moving behind it; -1 when it is shorter than that or does not fit. */
    private int field(int bytesMin) {
        long length = varlong();
        if (length < bytesMin || length > end - index) {
            return -1;
        }
        int start = index;
        index += (int) length;
        return start;
    }

    /** A zigzag number; one that does not fit moves behind the end, so that the next length does not fit either. */
    private long varlong() {
        long value = 0;
        for (int i = 0; i < VARINT_BYTES_MAX && index < end; i++) {
            byte next = bytes.getByte(index++);
            value |= (long) (next & 0x7f) << (7 * i);
            if (next >= 0) {
                return (value >>> 1) ^ -(value & 1);
            }
        }
        index = end;
        return -1;
    }
}
