package dev.paddock.protocol.record;

import dev.paddock.protocol.ErrorCode;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;

/**
 * The control record that ends a producer's transaction in a partition.
 *
 * <pre>
 *   key    int16 version = 0   int16 type: 0 abort, 1 commit
 *   value  int16 version = 0   int32 coordinator epoch
 * </pre>
 */
public record EndTxnMarker(boolean isCommit, int coordinatorEpoch) {
    private static final short ABORT = 0;
    private static final short COMMIT = 1;
    private static final int KEY_BYTES = Short.BYTES + Short.BYTES;
    private static final int VALUE_BYTES = Short.BYTES + Integer.BYTES;

    /** The marker in a control record; null when it is a control record of another type. */
    public static EndTxnMarker of(RecordView record) {
        short type = typeOf(record);
        if (type != ABORT && type != COMMIT) {
            return null;
        }
        ByteBuf value = record.value();
        if (value == null || value.readableBytes() < VALUE_BYTES) {
            throw new InvalidRecordsException(
                    ErrorCode.INVALID_RECORD,
                    "the value of the transaction marker at offset " + record.offset() + " has " + record.valueSize()
                            + " bytes, expected at least " + VALUE_BYTES);
        }
        return new EndTxnMarker(type == COMMIT, value.getInt(value.readerIndex() + Short.BYTES));
    }

    private static short typeOf(RecordView record) {
        ByteBuf key = record.key();
        if (key == null || key.readableBytes() < KEY_BYTES) {
            throw new InvalidRecordsException(
                    ErrorCode.INVALID_RECORD,
                    "the key of the control record at offset " + record.offset() + " has " + record.keySize()
                            + " bytes, expected at least " + KEY_BYTES);
        }
        return key.getShort(key.readerIndex() + Short.BYTES);
    }

    /** A whole batch of format 2 with only this marker; the caller owns it. */
    public ByteBuf batch(BatchSettings producer, long timestampMs, ByteBufAllocator alloc) {
        ByteBuf key = Unpooled.buffer(KEY_BYTES).writeShort(0).writeShort(isCommit ? COMMIT : ABORT);
        ByteBuf value = Unpooled.buffer(VALUE_BYTES).writeShort(0).writeInt(coordinatorEpoch);
        try (BatchBuilder builder = BatchBuilder.of(producer.asControl(), alloc)) {
            builder.append(producer.baseOffset(), timestampMs, key, value);
            return builder.build();
        }
    }
}
