package dev.paddock.protocol.record;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.List;

/**
 * Writes the records of one batch, of any format and codec; in the formats 0 and 1 without compression a message for
 * each. One thread's; {@link #build} hands the bytes over, {@link #close} gives back what was not handed over.
 */
public final class BatchBuilder implements AutoCloseable {
    private final BatchWriter writer;
    private int count;

    private BatchBuilder(BatchWriter writer) {
        this.writer = writer;
    }

    public static BatchBuilder of(BatchSettings settings, ByteBufAllocator alloc) {
        boolean isV2 = settings.format().magic() >= BatchView.MAGIC_V2;
        return new BatchBuilder(isV2 ? new V2Writer(settings, alloc) : new LegacyWriter(settings, alloc));
    }

    /** What compaction leaves of a batch whose records all went: the header, which holds a producer's last sequence. */
    public static ByteBuf empty(BatchView original, ByteBufAllocator alloc) {
        BatchSettings.Format format =
                new BatchSettings.Format(original.magic(), Compression.NONE, Compression.DEFAULT_LEVEL);
        BatchSettings settings = BatchSettings.like(original).with(format).withDeleteHorizon(BatchView.NO_TIMESTAMP);
        try (V2Writer writer = new V2Writer(settings, alloc)) {
            return writer.build(original.lastOffset(), original.maxTimestamp());
        }
    }

    /** A key or value of null is written as such. Neither is moved or released. */
    public void append(long offset, long timestamp, ByteBuf key, ByteBuf value) {
        append(offset, timestamp, key, value, List.of());
    }

    /** The formats 0 and 1 have no headers: there they are dropped. */
    public void append(long offset, long timestamp, ByteBuf key, ByteBuf value, List<RecordHeader> headers) {
        writer.append(offset, timestamp, key, value, RawHeaders.of(headers));
        count++;
    }

    /** The same record, with the offset it has. */
    public void append(RecordView record) {
        append(record.offset(), record);
    }

    public void append(long offset, RecordView record) {
        RawHeaders headers = new RawHeaders(record.headerCount(), record.rawHeaders());
        writer.append(offset, record.timestamp(), record.key(), record.value(), headers);
        count++;
    }

    public int count() {
        return count;
    }

    /** What the records take so far, before compression. */
    public int sizeInBytes() {
        return writer.sizeInBytes();
    }

    /** The bytes, which the caller owns. Needs a record at least. */
    public ByteBuf build() {
        return writer.build(writer.lastOffset(), writer.maxTimestamp());
    }

    /** As a batch that had more records at its end, which are gone now: what follows it begins behind that offset. */
    public ByteBuf buildUpTo(long lastOffset) {
        return writer.build(lastOffset, writer.maxTimestamp());
    }

    @Override
    public void close() {
        writer.close();
    }
}
