package dev.paddock.protocol.record;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;

/**
 * The one record of a message of format 0 or 1, or those within it when it is compressed. Within a compressed message
 * of format 1 offsets count from the first one, and the outer offset is that of the last one (KIP-31); in format 0 they
 * are what they are.
 */
final class LegacyRecords implements RecordSource {
    /** Checksum, magic, attributes, and the sizes of key and value. */
    private static final int MESSAGE_BYTES_MIN = 14;

    private static final int SIZE = Long.BYTES;
    private static final int CRC_BYTES = 4;
    private static final int MAGIC = BatchView.PREFIX_BYTES + CRC_BYTES;
    private static final int CODEC_MASK = 0x07;

    private final ByteBuf content;
    private final ByteBuffer bytes;
    private final int end;
    private final boolean isDeep;
    private final boolean isAppendTime;
    private final long outerTimestamp;
    private long offsetShift;
    private int index;
    private int start;

    /** Takes over a reference to the content. */
    private LegacyRecords(BatchView batch, ByteBuf content, boolean isDeep) {
        this.content = content;
        this.isDeep = isDeep;
        end = content.readableBytes();
        bytes = content.nioBuffer(content.readerIndex(), end);
        isAppendTime = batch.isLogAppendTime();
        outerTimestamp = batch.maxTimestamp();
    }

    static LegacyRecords of(BatchView batch, int contentBytesMax, ByteBufAllocator alloc) {
        Compression compression = Compression.require(batch.codec());
        ByteBuf message = RecordCursor.onePiece(batch.buffer(), batch.startIndex(), batch.sizeInBytes(), alloc);
        if (compression == Compression.NONE) {
            return new LegacyRecords(batch, message, false);
        }
        try {
            ByteBuf content = decompress(message, batch, compression, contentBytesMax);
            LegacyRecords records = new LegacyRecords(batch, content, true);
            records.findOffsets(batch);
            return records;
        } finally {
            message.release();
        }
    }

    private static ByteBuf decompress(ByteBuf message, BatchView batch, Compression compression, int bytesMax) {
        if (compression == Compression.ZSTD) {
            throw InvalidRecordsException.invalid(batch + " is compressed with zstd, which only format 2 knows");
        }
        int length = message.readableBytes();
        RecordFields outer = new RecordFields();
        outer.readLegacy(message.nioBuffer(message.readerIndex(), length), BatchView.PREFIX_BYTES, length);
        if (outer.valueSize < 0) {
            throw InvalidRecordsException.invalid(batch + " is compressed and has no value");
        }
        ByteBuf value = message.slice(message.readerIndex() + outer.valueIndex, outer.valueSize);
        return compression.decompress(value, batch.magic(), bytesMax, message.alloc());
    }

    /** Offsets within can only be told when the last one is known. */
    private void findOffsets(BatchView batch) {
        try {
            int last = -1;
            for (int at = 0; isMessageAt(at); at = endOfMessageAt(at)) {
                last = at;
            }
            if (last < 0) {
                throw InvalidRecordsException.invalid(batch + " is compressed and holds no message");
            }
            long outerOffset = batch.baseOffset();
            // Some versions of librdkafka give 0 outside, whatever is within.
            if (batch.magic() == 1 && outerOffset != 0) {
                offsetShift = outerOffset - bytes.getLong(last);
                if (offsetShift < 0) {
                    throw InvalidRecordsException.invalid(batch + " holds a message of the larger offset "
                            + bytes.getLong(last) + " and its own is not 0");
                }
            }
        } catch (InvalidRecordsException e) {
            close();
            throw e;
        }
    }

    /** A message that is cut off at the end counts as none. */
    private boolean isMessageAt(int at) {
        if (end - at < BatchView.PREFIX_BYTES) {
            return false;
        }
        int size = bytes.getInt(at + SIZE);
        if (size < MESSAGE_BYTES_MIN) {
            throw InvalidRecordsException.corrupt(
                    "a message claims " + size + " bytes, where the smallest has " + MESSAGE_BYTES_MIN);
        }
        return size <= end - at - BatchView.PREFIX_BYTES;
    }

    private int endOfMessageAt(int at) {
        return at + BatchView.PREFIX_BYTES + bytes.getInt(at + SIZE);
    }

    @Override
    public boolean next(RecordView view) {
        if (!isMessageAt(index)) {
            return false;
        }
        start = index;
        index = endOfMessageAt(start);
        RecordFields fields = view.fields();
        fields.readLegacy(bytes, start + BatchView.PREFIX_BYTES, index);
        if (isDeep && (fields.attributes & CODEC_MASK) != 0) {
            throw InvalidRecordsException.invalid("a compressed message holds one that is compressed itself");
        }
        boolean bearsOuterTime = isAppendTime && fields.magic == 1;
        view.show(content, offsetShift + bytes.getLong(start), bearsOuterTime ? outerTimestamp : fields.timestamp);
        return true;
    }

    @Override
    public boolean isCrcValid() {
        CRC32 crc = new CRC32();
        crc.update(bytes.slice(start + MAGIC, index - start - MAGIC));
        return bytes.getInt(start + BatchView.PREFIX_BYTES) == (int) crc.getValue();
    }

    @Override
    public void close() {
        content.release();
    }
}
