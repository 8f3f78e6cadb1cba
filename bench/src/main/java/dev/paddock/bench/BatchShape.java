package dev.paddock.bench;

import dev.paddock.protocol.record.BatchBuilder;
import dev.paddock.protocol.record.BatchSettings;
import dev.paddock.protocol.record.BatchView;
import dev.paddock.protocol.record.Compression;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;

/** What producers send, without compression. */
public enum BatchShape {
    /** Bulk of small records. */
    B64K_OF_100B(64 << 10, 100, false),
    /** Bulk of larger ones. */
    B256K_OF_1KB(256 << 10, 1000, false),
    /** A client that does not batch. */
    ONE_OF_100B(0, 100, false),
    /** The same with a producer id and sequence numbers, as Kafka's clients have by default. */
    ONE_IDEMPOTENT(0, 100, true);

    private static final long PRODUCER_ID = 7;
    private static final int RECORD_OVERHEAD_MAX = 20;

    private final int targetBytes;
    private final int valueBytes;
    private final boolean isIdempotent;

    BatchShape(int targetBytes, int valueBytes, boolean isIdempotent) {
        this.targetBytes = targetBytes;
        this.valueBytes = valueBytes;
        this.isIdempotent = isIdempotent;
    }

    boolean isIdempotent() {
        return isIdempotent;
    }

    int recordCount() {
        return Math.max(1, (targetBytes - BatchView.HEADER_BYTES_V2) / (valueBytes + RECORD_OVERHEAD_MAX / 2));
    }

    /** One batch in direct memory; owner is the caller. */
    ByteBuf batch(long timestampMs) {
        BatchSettings settings = BatchSettings.of(BatchView.MAGIC_V2, Compression.NONE, 0);
        if (isIdempotent) {
            settings = settings.with(new BatchSettings.Producer(PRODUCER_ID, (short) 0, 0, false));
        }
        ByteBuf value = Unpooled.wrappedBuffer(new byte[valueBytes]);
        ByteBuf batch;
        try (BatchBuilder builder = BatchBuilder.of(settings, ByteBufAllocator.DEFAULT)) {
            for (int i = 0; i < recordCount(); i++) {
                builder.append(i, timestampMs + i, null, value);
            }
            batch = builder.build();
        }
        // As a frame from the network is: exactly its size, in direct memory.
        ByteBuf frame = ByteBufAllocator.DEFAULT.directBuffer(batch.readableBytes(), batch.readableBytes());
        frame.writeBytes(batch);
        batch.release();
        return frame;
    }

    int bytes() {
        ByteBuf batch = batch(0);
        try {
            return batch.readableBytes();
        } finally {
            batch.release();
        }
    }
}
