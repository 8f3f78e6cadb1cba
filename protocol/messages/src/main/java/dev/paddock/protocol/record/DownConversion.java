package dev.paddock.protocol.record;

import dev.paddock.protocol.ErrorCode;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/**
 * Batches as clients of older formats read them: without headers and control batches, in the codec they have, with the
 * offsets they have. Works in pieces, so that its memory is bounded by what one piece may take and by one batch.
 */
public final class DownConversion {
    private final byte magic;
    private final long fromOffset;
    private final ByteBufAllocator alloc;
    private final BatchView batch = new BatchView();

    /**
     * @param toMagic 0 or 1; batches that are no newer stay as they are
     * @param fromOffset what lies before it is left out where that costs nothing: in batches without compression
     */
    public DownConversion(byte toMagic, long fromOffset, ByteBufAllocator alloc) {
        this.magic = toMagic;
        this.fromOffset = fromOffset;
        this.alloc = alloc;
    }

    /**
     * Converts whole batches from the readerIndex on, and moves it behind them, until the result has bytesMax or more,
     * or no whole batch is left. Call again for the next piece. The result may be empty; the caller owns it.
     *
     * @throws InvalidRecordsException UNSUPPORTED_COMPRESSION_TYPE for zstd, which old clients do not know; else for
     *     what is damaged
     */
    public ByteBuf convert(ByteBuf batches, int bytesMax) {
        ByteBuf out = alloc.directBuffer();
        boolean isDone = false;
        try {
            while (out.readableBytes() < bytesMax
                    && BatchView.isWhole(batches, batches.readerIndex(), batches.writerIndex())) {
                batch.wrap(batches, batches.readerIndex());
                convertBatch(out);
                batches.skipBytes(batch.sizeInBytes());
            }
            isDone = true;
            return out;
        } finally {
            if (!isDone) {
                out.release();
            }
        }
    }

    private void convertBatch(ByteBuf out) {
        if (batch.isControl()) {
            return;
        }
        if (batch.codec() == Compression.ZSTD.number()) {
            throw new InvalidRecordsException(
                    ErrorCode.UNSUPPORTED_COMPRESSION_TYPE,
                    "Down-conversion of zstandard-compressed batches is not supported: " + batch);
        }
        if (batch.magic() <= magic) {
            out.writeBytes(batch.buffer(), batch.startIndex(), batch.sizeInBytes());
            return;
        }
        try (RecordCursor cursor = RecordCursor.over(batch, alloc)) {
            if (moveToFirst(cursor)) {
                convertRecords(cursor, out);
            }
        }
    }

    /** Whether there is any record to convert. */
    private boolean moveToFirst(RecordCursor cursor) {
        while (cursor.next()) {
            if (batch.isCompressed() || cursor.record().offset() >= fromOffset) {
                return true;
            }
        }
        return false;
    }

    private void convertRecords(RecordCursor cursor, ByteBuf out) {
        BatchSettings like = BatchSettings.like(batch);
        BatchSettings settings = like.with(
                        new BatchSettings.Format(magic, like.format().compression(), Compression.DEFAULT_LEVEL))
                .withBaseOffset(cursor.record().offset());
        try (BatchBuilder builder = BatchBuilder.of(settings, alloc)) {
            do {
                builder.append(cursor.record());
            } while (cursor.next());
            ByteBuf converted = builder.build();
            try {
                out.writeBytes(converted);
            } finally {
                converted.release();
            }
        }
    }
}
