package dev.paddock.log.clean;

import dev.paddock.log.segment.CorruptSegmentException;
import dev.paddock.log.segment.LogSegment;
import dev.paddock.protocol.record.BatchView;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.io.IOException;

/**
 * Reads one segment batch by batch, through a buffer that grows to a batch that does not fit. Each batch has passed its
 * checksum: what is damaged must not be given a new one by rewriting it. Belongs to the cleaner's thread; close() gives the
 * memory back.
 */
final class BatchReader implements AutoCloseable {
    private static final int SMALLEST_BYTES = 17;

    private final ByteBufAllocator alloc;
    private final LogSegment segment;
    private final long endPosition;
    private final BatchView batch = new BatchView();
    private ByteBuf buffer;
    private long position;
    private long nextOffset = -1;

    BatchReader(LogSegment segment, long position, int bufferBytes, ByteBufAllocator alloc) {
        this.segment = segment;
        this.position = position;
        this.endPosition = segment.sizeBytes();
        this.alloc = alloc;
        this.buffer = alloc.directBuffer(bufferBytes, bufferBytes);
    }

    /**
     * Drops the batches that were read, and reads the next ones.
     *
     * @return how many bytes came from the disk; 0 at the end
     */
    int fill() throws IOException {
        buffer.clear();
        if (position >= endPosition) {
            return 0;
        }
        int read = readAtPosition();
        long first = sizeOfFirst();
        if (first > buffer.writerIndex()) {
            buffer.release();
            buffer = alloc.directBuffer((int) first, (int) first);
            read += readAtPosition();
        }
        return read;
    }

    private int readAtPosition() throws IOException {
        int wanted = (int) Math.min(buffer.capacity(), endPosition - position);
        int read = segment.read(buffer.nioBuffer(0, wanted), position);
        if (read < wanted) {
            throw corrupt("ends after " + read + " bytes; " + wanted + " were expected");
        }
        buffer.setIndex(0, read);
        return read;
    }

    private long sizeOfFirst() throws CorruptSegmentException {
        long left = endPosition - position;
        if (left < SMALLEST_BYTES) {
            throw corrupt("has " + left + " bytes left; a batch has at least " + SMALLEST_BYTES);
        }
        long size = BatchView.sizeAt(buffer, 0);
        if (size < SMALLEST_BYTES || size > left) {
            throw corrupt("has a batch that claims " + size + " bytes; expected " + SMALLEST_BYTES + " to " + left);
        }
        return size;
    }

    /** Moves to the next batch in the buffer; false when there is none that is whole. */
    boolean next() throws CorruptSegmentException {
        int at = buffer.readerIndex();
        if (!BatchView.isWhole(buffer, at, buffer.writerIndex())) {
            if (at == 0 && buffer.isReadable()) {
                throw corrupt("has no batch that is as large as its header");
            }
            return false;
        }
        batch.wrap(buffer, at);
        verify();
        buffer.readerIndex(batch.endIndex());
        position += batch.sizeInBytes();
        nextOffset = batch.nextOffset();
        return true;
    }

    private void verify() throws CorruptSegmentException {
        if (batch.magic() < 0 || batch.magic() > BatchView.MAGIC_V2) {
            throw corrupt("has a batch of format " + batch.magic() + "; expected 0 to 2");
        }
        if (!batch.isCrcValid()) {
            throw corrupt("has a " + batch + " with checksum " + batch.storedCrc() + "; its bytes have "
                    + batch.computedCrc());
        }
        if (batch.baseOffset() < nextOffset || batch.lastOffset() < batch.baseOffset()) {
            throw corrupt(
                    "has offsets " + batch.baseOffset() + " to " + batch.lastOffset() + " behind " + (nextOffset - 1));
        }
    }

    /** Valid until the next {@link #fill}. */
    BatchView batch() {
        return batch;
    }

    private CorruptSegmentException corrupt(String what) {
        return new CorruptSegmentException(
                "the segment of base offset " + segment.baseOffset() + " at position " + position + " " + what);
    }

    @Override
    public void close() {
        buffer.release();
    }
}
