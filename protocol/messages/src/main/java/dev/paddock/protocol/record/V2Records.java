package dev.paddock.protocol.record;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.nio.ByteBuffer;

/** The records of a batch of format 2. */
final class V2Records implements RecordSource {
    private final ByteBuf content;
    private final ByteBuffer bytes;
    private final int end;
    private final int count;
    private final long baseOffset;
    private final long baseTimestamp;
    private final boolean isAppendTime;
    private final long maxTimestamp;
    private int index;
    private int read;

    /** Takes over a reference to the content. */
    private V2Records(BatchView batch, ByteBuf content) {
        this.content = content;
        end = content.readableBytes();
        bytes = content.nioBuffer(content.readerIndex(), end);
        count = batch.count();
        baseOffset = batch.baseOffset();
        baseTimestamp = batch.baseTimestamp();
        isAppendTime = batch.isLogAppendTime();
        maxTimestamp = batch.maxTimestamp();
    }

    static V2Records of(BatchView batch, int contentBytesMax, ByteBufAllocator alloc) {
        if (batch.count() < 0) {
            throw InvalidRecordsException.invalid(batch + " claims " + batch.count() + " records");
        }
        return new V2Records(batch, content(batch, contentBytesMax, alloc));
    }

    /** The records of the batch as they are without compression; the caller owns a reference. */
    static ByteBuf content(BatchView batch, int contentBytesMax, ByteBufAllocator alloc) {
        Compression compression = Compression.require(batch.codec());
        int from = batch.startIndex() + BatchView.HEADER_BYTES_V2;
        int length = batch.sizeInBytes() - BatchView.HEADER_BYTES_V2;
        if (compression == Compression.NONE) {
            return RecordCursor.onePiece(batch.buffer(), from, length, alloc);
        }
        return compression.decompress(batch.buffer().slice(from, length), batch.magic(), contentBytesMax, alloc);
    }

    @Override
    public boolean next(RecordView view) {
        if (read == count) {
            checkEnd();
            return false;
        }
        RecordFields fields = view.fields();
        index = fields.readV2(bytes, index, end);
        read++;
        long timestamp = isAppendTime ? maxTimestamp : baseTimestamp + fields.timestampDelta;
        view.show(content, baseOffset + fields.offsetDelta, timestamp);
        if (read == count) {
            checkEnd();
        }
        return true;
    }

    private void checkEnd() {
        if (index != end) {
            throw InvalidRecordsException.invalid(
                    "a batch claims " + count + " records, and has " + (end - index) + " bytes behind them");
        }
    }

    @Override
    public boolean isCrcValid() {
        return true;
    }

    @Override
    public void close() {
        content.release();
    }
}
