package dev.paddock.protocol.record;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.zip.CRC32;

/** Writes messages of format 0 or 1, and with compression one that holds them. */
final class LegacyWriter implements BatchWriter {
    private static final int LOG_APPEND_TIME_BIT = 0x08;
    private static final int BYTES_AT_FIRST = 1024;

    private final BatchSettings settings;
    private final ByteBufAllocator alloc;
    private final byte magic;
    private final boolean isCompressed;
    private ByteBuf messages;
    private int count;
    private long maxTimestamp = BatchView.NO_TIMESTAMP;
    private long lastOffset = -1;

    LegacyWriter(BatchSettings settings, ByteBufAllocator alloc) {
        this.settings = settings;
        this.alloc = alloc;
        magic = settings.format().magic();
        isCompressed = settings.format().compression() != Compression.NONE;
        if (settings.format().compression() == Compression.ZSTD) {
            throw new IllegalArgumentException("format " + magic + " has no zstd; gzip, snappy and lz4 are possible");
        }
        messages = alloc.directBuffer(BYTES_AT_FIRST);
    }

    @Override
    public void append(long offset, long timestamp, ByteBuf key, ByteBuf value, RawHeaders headers) {
        if (count > 0 && offset <= lastOffset) {
            throw InvalidRecordsException.invalid("offset " + offset + " cannot follow " + lastOffset);
        }
        boolean isRelative = isCompressed && magic == 1;
        long time = isAppendTime() ? settings.times().appendTimeMs() : timestamp;
        write(messages, isRelative ? offset - settings.baseOffset() : offset, new Message(time, 0, key, value));
        count++;
        lastOffset = offset;
        maxTimestamp = Math.max(maxTimestamp, timestamp);
    }

    private boolean isAppendTime() {
        return settings.times().type() == TimestampType.LOG_APPEND_TIME;
    }

    private void write(ByteBuf out, long offset, Message message) {
        int start = out.writerIndex();
        out.writeLong(offset).writeInt(0).writeInt(0).writeByte(magic);
        boolean hasTimeType = magic == 1 && isAppendTime();
        out.writeByte(message.codec | (hasTimeType ? LOG_APPEND_TIME_BIT : 0));
        if (magic == 1) {
            out.writeLong(message.timestamp);
        }
        write(out, message.key);
        write(out, message.value);
        int end = out.writerIndex();
        out.setInt(start + Long.BYTES, end - start - BatchView.PREFIX_BYTES);
        int crcEnd = start + BatchView.PREFIX_BYTES + Integer.BYTES;
        CRC32 crc = new CRC32();
        crc.update(out.nioBuffer(crcEnd, end - crcEnd));
        out.setInt(start + BatchView.PREFIX_BYTES, (int) crc.getValue());
    }

    private static void write(ByteBuf out, ByteBuf part) {
        if (part == null) {
            out.writeInt(-1);
        } else {
            out.writeInt(part.readableBytes());
            out.writeBytes(part, part.readerIndex(), part.readableBytes());
        }
    }

    @Override
    public long lastOffset() {
        return lastOffset;
    }

    @Override
    public long maxTimestamp() {
        return isAppendTime() ? settings.times().appendTimeMs() : maxTimestamp;
    }

    @Override
    public int sizeInBytes() {
        return messages.writerIndex();
    }

    @Override
    public ByteBuf build(long upToOffset, long largestTimestamp) {
        if (isCompressed) {
            wrap(largestTimestamp);
        }
        ByteBuf built = messages;
        messages = null;
        return built;
    }

    private void wrap(long timestamp) {
        BatchSettings.Format format = settings.format();
        ByteBuf content = format.compression().compress(messages, magic, format.level(), alloc);
        try {
            messages.clear();
            write(
                    messages,
                    lastOffset,
                    new Message(timestamp, format.compression().number(), null, content));
        } finally {
            content.release();
        }
    }

    @Override
    public void close() {
        if (messages != null) {
            messages.release();
        }
    }

    private record Message(long timestamp, int codec, ByteBuf key, ByteBuf value) {}
}
