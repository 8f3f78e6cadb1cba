package dev.paddock.protocol.record;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.nio.ByteBuffer;

/**
 * Checks the records of a batch of format 2 where they lie, without an object for each. One thread's, used again for
 * each batch.
 */
final class RecordWalk {
    private final RecordFields fields = new RecordFields();
    private long maxTimestamp;
    private boolean isSequential;

    /** The largest of all records. */
    long maxTimestamp() {
        return maxTimestamp;
    }

    /** Whether the offsets of the records follow each other with no gap. */
    boolean isSequential() {
        return isSequential;
    }

    /** @return null when there is nothing against any record */
    RecordErrors over(BatchView batch, ValidationRules rules, long nowMs, ByteBufAllocator alloc) {
        ByteBuf content = V2Records.content(batch, rules.contentBytesMax(), alloc);
        try {
            RecordErrors errors = walk(batch, content, new RecordRules(rules, nowMs, batch));
            return errors == null || errors.isEmpty() ? null : errors;
        } finally {
            content.release();
        }
    }

    private RecordErrors walk(BatchView batch, ByteBuf content, RecordRules rules) {
        int end = content.readableBytes();
        ByteBuffer bytes = content.nioBuffer(content.readerIndex(), end);
        long baseTimestamp = batch.baseTimestamp();
        boolean isAppendTime = batch.isLogAppendTime();
        RecordErrors errors = rules.allowAll() ? null : new RecordErrors();
        int count = batch.count();
        int index = 0;
        maxTimestamp = BatchView.NO_TIMESTAMP;
        isSequential = true;
        for (int i = 0; i < count; i++) {
            index = fields.readV2(bytes, index, end);
            long timestamp = isAppendTime ? batch.maxTimestamp() : baseTimestamp + fields.timestampDelta;
            isSequential &= fields.offsetDelta == i;
            maxTimestamp = Math.max(maxTimestamp, timestamp);
            if (errors != null) {
                rules.check(i, fields.keySize >= 0, timestamp, errors);
            }
        }
        if (index != end) {
            throw InvalidRecordsException.invalid(
                    "Incorrect declared batch size, records still remaining: " + (end - index) + " bytes");
        }
        return errors;
    }
}
