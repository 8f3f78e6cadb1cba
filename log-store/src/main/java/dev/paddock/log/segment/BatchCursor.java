package dev.paddock.log.segment;

import dev.paddock.log.io.LogFile;
import dev.paddock.log.io.ReopenableFile;
import dev.paddock.protocol.record.BatchView;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.io.IOException;

/**
 * Goes over the headers of batches in a log file, from one to the next, and reads no more than them and what lies near.
 * Belongs to one thread; close() gives file and memory back.
 */
final class BatchCursor implements AutoCloseable {
    private static final int WINDOW_BYTES = 4096;
    /** From here on the magic can be seen. */
    private static final int SMALLEST_BYTES = 17;

    private final ReopenableFile file;
    private final LogFile open;
    private final long end;
    private final ByteBuf window;
    private final BatchView batch = new BatchView();
    private long windowStart;
    private long position;
    private int slot;

    /** @param end not looked beyond */
    BatchCursor(ReopenableFile file, long end) throws IOException {
        this.file = file;
        this.end = end;
        this.open = file.acquire();
        this.window = ByteBufAllocator.DEFAULT.directBuffer(WINDOW_BYTES, WINDOW_BYTES);
    }

    /**
     * Moves to the batch that begins at a position.
     *
     * @return false when that is the end
     * @throws CorruptSegmentException when no batch begins there
     */
    boolean moveTo(long newPosition) throws IOException {
        position = newPosition;
        if (newPosition == end) {
            return false;
        }
        if (end - newPosition < SMALLEST_BYTES) {
            throw corrupt("has " + (end - newPosition) + " bytes left; a batch has at least " + SMALLEST_BYTES);
        }
        int headerBytes = (int) Math.min(BatchView.HEADER_BYTES_V2, end - newPosition);
        long windowEnd = windowStart + window.writerIndex();
        if (newPosition < windowStart || newPosition + headerBytes > windowEnd) {
            fill(newPosition, headerBytes);
        }
        int at = (int) (newPosition - windowStart);
        batch.wrap(window, at);
        byte magic = batch.magic();
        long size = BatchView.sizeAt(window, at);
        if (magic < 0 || magic > BatchView.MAGIC_V2 || size < headerBytes(magic) || size > end - newPosition) {
            throw corrupt("has no batch: format " + magic + ", " + size + " bytes; expected format 0 to 2 and "
                    + headerBytes(magic) + " to " + (end - newPosition) + " bytes");
        }
        if (batch.baseOffset() < 0 || batch.lastOffset() < batch.baseOffset()) {
            throw corrupt("has no batch: offsets " + batch.baseOffset() + " to " + batch.lastOffset());
        }
        return true;
    }

    private void fill(long from, int atLeast) throws IOException {
        int wanted = (int) Math.min(WINDOW_BYTES, end - from);
        window.clear();
        windowStart = from;
        int read = open.read(window.nioBuffer(0, wanted), from);
        if (read < atLeast) {
            throw corrupt("ends; " + end + " bytes were expected");
        }
        window.writerIndex(read);
    }

    private static int headerBytes(byte magic) {
        return switch (magic) {
            case 0 -> BatchView.HEADER_BYTES_V0;
            case 1 -> BatchView.HEADER_BYTES_V1;
            default -> BatchView.HEADER_BYTES_V2;
        };
    }

    CorruptSegmentException corrupt(String what) {
        return new CorruptSegmentException(file + " at position " + position + " " + what);
    }

    boolean next() throws IOException {
        return moveTo(endPosition());
    }

    /** Only the header may be looked at; valid until the cursor moves. */
    BatchView batch() {
        return batch;
    }

    long position() {
        return position;
    }

    /** Of an entry of the offset index that is not behind the position. */
    int slot() {
        return slot;
    }

    void slot(int newSlot) {
        slot = newSlot;
    }

    long endPosition() {
        return position + batch.sizeInBytes();
    }

    /** The whole batch; owner is the caller. */
    ByteBuf readBatch() throws IOException {
        int size = batch.sizeInBytes();
        ByteBuf bytes = ByteBufAllocator.DEFAULT.directBuffer(size, size);
        boolean complete = false;
        try {
            if (open.read(bytes.nioBuffer(0, size), position) < size) {
                throw corrupt("ends within a batch of " + size + " bytes");
            }
            bytes.writerIndex(size);
            complete = true;
            return bytes;
        } finally {
            if (!complete) {
                bytes.release();
            }
        }
    }

    @Override
    public void close() {
        window.release();
        file.release();
    }
}
