package dev.paddock.bench;

import dev.paddock.protocol.record.BatchView;
import io.netty.buffer.ByteBuf;

/**
 * Batches that come again and again as if a client had just sent them: so many that one is not sent again while the tail in
 * memory still holds it. Belongs to one thread; close() gives them back.
 */
final class BatchRing implements AutoCloseable {
    private static final int BATCHES_MIN = 64;
    private static final int BASE_SEQUENCE = 53;

    private final ByteBuf[] batches;
    private final boolean isIdempotent;
    private final BatchView view = new BatchView();
    private final long timestampMs;
    private int next;
    private int sequence;

    BatchRing(BatchShape shape, int kilobytes, long timestampMs) {
        batches = new ByteBuf[Math.max(BATCHES_MIN, (kilobytes << 10) / shape.bytes())];
        isIdempotent = shape.isIdempotent();
        this.timestampMs = timestampMs;
        for (int i = 0; i < batches.length; i++) {
            batches[i] = shape.batch(timestampMs);
        }
    }

    /** Stays the ring's. */
    ByteBuf next() {
        ByteBuf batch = batches[next];
        next = next + 1 == batches.length ? 0 : next + 1;
        view.wrap(batch, 0).assignBaseOffset(0);
        if (isIdempotent) {
            batch.setInt(BASE_SEQUENCE, sequence);
            sequence = (sequence + view.count()) & Integer.MAX_VALUE;
            // For the checksum.
            view.stampCreateTime(timestampMs);
        }
        return batch;
    }

    @Override
    public void close() {
        for (ByteBuf batch : batches) {
            batch.release();
        }
    }
}
