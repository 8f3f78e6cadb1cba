package dev.paddock.protocol.record;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/** Writes a batch of format 2. */
final class V2Writer implements BatchWriter {
    private static final int CRC_INDEX = 17;
    private static final int LOG_APPEND_TIME_BIT = 0x08;
    private static final int TRANSACTIONAL_BIT = 0x10;
    private static final int CONTROL_BIT = 0x20;
    private static final int DELETE_HORIZON_BIT = 0x40;
    private static final int BYTES_AT_FIRST = 1024;

    private final BatchSettings settings;
    private final ByteBufAllocator alloc;
    /** With room for the header, so that without compression nothing has to move. */
    private ByteBuf batch;

    private int count;
    private long baseTimestamp = BatchView.NO_TIMESTAMP;
    private long maxTimestamp = BatchView.NO_TIMESTAMP;
    private long lastOffset;

    V2Writer(BatchSettings settings, ByteBufAllocator alloc) {
        this.settings = settings;
        this.alloc = alloc;
        lastOffset = settings.baseOffset() - 1;
        batch = alloc.directBuffer(BYTES_AT_FIRST).writeZero(BatchView.HEADER_BYTES_V2);
        if (hasDeleteHorizon()) {
            baseTimestamp = settings.times().deleteHorizonMs();
        }
    }

    private boolean hasDeleteHorizon() {
        return settings.times().deleteHorizonMs() != BatchView.NO_TIMESTAMP;
    }

    @Override
    public void append(long offset, long timestamp, ByteBuf key, ByteBuf value, RawHeaders headers) {
        if (count == 0 && !hasDeleteHorizon()) {
            baseTimestamp = timestamp;
        }
        long offsetDelta = offset - settings.baseOffset();
        if (offset <= lastOffset || offsetDelta > Integer.MAX_VALUE) {
            throw InvalidRecordsException.invalid("offset " + offset + " cannot follow " + lastOffset
                    + " in a batch that begins at " + settings.baseOffset());
        }
        long timestampDelta = timestamp - baseTimestamp;
        int size = 1
                + Varints.sizeOf(timestampDelta)
                + Varints.sizeOf(offsetDelta)
                + sizeOf(key)
                + sizeOf(value)
                + Varints.sizeOf(headers.count())
                + headers.bytes().readableBytes();
        Varints.write(batch, size);
        batch.writeByte(0);
        Varints.write(batch, timestampDelta);
        Varints.write(batch, offsetDelta);
        write(key);
        write(value);
        Varints.write(batch, headers.count());
        batch.writeBytes(
                headers.bytes(), headers.bytes().readerIndex(), headers.bytes().readableBytes());
        count++;
        lastOffset = offset;
        maxTimestamp = Math.max(maxTimestamp, timestamp);
    }

    private static int sizeOf(ByteBuf part) {
        int bytes = part == null ? 0 : part.readableBytes();
        return bytes + Varints.sizeOf(part == null ? -1 : bytes);
    }

    private void write(ByteBuf part) {
        if (part == null) {
            Varints.write(batch, -1);
        } else {
            Varints.write(batch, part.readableBytes());
            batch.writeBytes(part, part.readerIndex(), part.readableBytes());
        }
    }

    @Override
    public long lastOffset() {
        return lastOffset;
    }

    @Override
    public long maxTimestamp() {
        return settings.times().type() == TimestampType.LOG_APPEND_TIME
                ? settings.times().appendTimeMs()
                : maxTimestamp;
    }

    @Override
    public int sizeInBytes() {
        return batch.writerIndex();
    }

    @Override
    public ByteBuf build(long upToOffset, long largestTimestamp) {
        compress();
        int size = batch.writerIndex();
        BatchSettings.Producer producer = settings.producer();
        batch.writerIndex(0);
        batch.writeLong(settings.baseOffset())
                .writeInt(size - BatchView.PREFIX_BYTES)
                .writeInt(settings.leaderEpoch())
                .writeByte(BatchView.MAGIC_V2)
                .writeInt(0)
                .writeShort(attributes())
                .writeInt(Math.toIntExact(upToOffset - settings.baseOffset()))
                .writeLong(baseTimestamp)
                .writeLong(largestTimestamp)
                .writeLong(producer.id())
                .writeShort(producer.epoch())
                .writeInt(producer.baseSequence())
                .writeInt(count);
        batch.writerIndex(size);
        batch.setInt(CRC_INDEX, (int) new BatchView().wrap(batch, 0).computedCrc());
        ByteBuf built = batch;
        batch = null;
        return built;
    }

    private void compress() {
        BatchSettings.Format format = settings.format();
        if (format.compression() == Compression.NONE) {
            return;
        }
        int length = batch.writerIndex() - BatchView.HEADER_BYTES_V2;
        ByteBuf content = batch.slice(BatchView.HEADER_BYTES_V2, length);
        ByteBuf compressed = format.compression().compress(content, BatchView.MAGIC_V2, format.level(), alloc);
        try {
            batch.writerIndex(BatchView.HEADER_BYTES_V2).writeBytes(compressed);
        } finally {
            compressed.release();
        }
    }

    private int attributes() {
        return settings.format().compression().number()
                | (settings.times().type() == TimestampType.LOG_APPEND_TIME ? LOG_APPEND_TIME_BIT : 0)
                | (settings.producer().isTransactional() ? TRANSACTIONAL_BIT : 0)
                | (settings.isControl() ? CONTROL_BIT : 0)
                | (hasDeleteHorizon() ? DELETE_HORIZON_BIT : 0);
    }

    @Override
    public void close() {
        if (batch != null) {
            batch.release();
        }
    }
}
