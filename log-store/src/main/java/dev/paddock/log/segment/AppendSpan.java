package dev.paddock.log.segment;

import dev.paddock.protocol.record.BatchView;
import io.netty.buffer.ByteBuf;

/**
 * What is in a buffer of whole batches that is to be appended.
 *
 * @param offsetOfMaxTimestamp the last offset of the first batch with that timestamp, which is what Kafka's time index
 *     has; not the record's own
 */
public record AppendSpan(long firstOffset, long lastOffset, long maxTimestamp, long offsetOfMaxTimestamp) {
    /** From the headers of the readable batches, which have been validated. */
    public static AppendSpan of(ByteBuf batches) {
        BatchView batch = new BatchView();
        long first = -1;
        long last = -1;
        long maxTimestamp = Long.MIN_VALUE;
        long offsetOfMax = -1;
        for (int at = batches.readerIndex(); at < batches.writerIndex(); at += batch.sizeInBytes()) {
            batch.wrap(batches, at);
            first = first < 0 ? batch.baseOffset() : first;
            last = batch.lastOffset();
            if (batch.maxTimestamp() > maxTimestamp) {
                maxTimestamp = batch.maxTimestamp();
                offsetOfMax = last;
            }
        }
        return new AppendSpan(first, last, maxTimestamp, offsetOfMax);
    }
}
