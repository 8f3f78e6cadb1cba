package dev.paddock.log.segment;

import dev.paddock.log.io.LogFile;
import dev.paddock.protocol.record.BatchView;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import java.util.zip.Checksum;

/**
 * Reads a log file from its beginning to the first bytes that are no valid batch. It keeps a megabyte in memory, or one
 * larger batch, for which it takes memory only when its checksum has been found true. One thread; close() ends it.
 */
final class RecoveryScan implements AutoCloseable {
    private static final int WINDOW_BYTES = 1 << 20;
    private static final int SMALLEST_BYTES = 17;
    private static final int CRC_FROM_V2 = 21;
    private static final int CRC_FROM_V1 = 16;

    /** Takes a valid batch. */
    interface Visitor {
        void visit(BatchView batch, long position) throws IOException;
    }

    private final LogFile file;
    private final long end;
    private final long offsetMax;
    private final ByteBuf window = ByteBufAllocator.DEFAULT.directBuffer(WINDOW_BYTES, WINDOW_BYTES);
    private final BatchView batch = new BatchView();
    private long windowStart;
    private long position;
    private long nextOffset;

    RecoveryScan(LogFile file, long end, long baseOffset) {
        this.file = file;
        this.end = end;
        this.nextOffset = baseOffset;
        this.offsetMax = baseOffset + Integer.MAX_VALUE;
    }

    /** @return what is wrong with the bytes at {@link #position}; null when that is the end */
    String run(Visitor visitor) throws IOException {
        while (position < end) {
            String problem = headerProblem();
            if (problem != null) {
                return problem;
            }
            int size = batch.sizeInBytes();
            if (size > WINDOW_BYTES) {
                problem = visitLarge(visitor, size);
            } else {
                need(size);
                problem = batch.isCrcValid() ? null : crcProblem();
                if (problem == null) {
                    visit(visitor);
                }
            }
            if (problem != null) {
                return problem;
            }
            position += size;
        }
        return null;
    }

    private void visit(Visitor visitor) throws IOException {
        // Callers may move the view; what is needed afterwards is taken before.
        long next = batch.nextOffset();
        visitor.visit(batch, position);
        nextOffset = next;
    }

    private String visitLarge(Visitor visitor, int size) throws IOException {
        long storedCrc = batch.storedCrc();
        if (streamedCrc(size, batch.magic()) != storedCrc) {
            return "its checksum is wrong";
        }
        ByteBuf whole = ByteBufAllocator.DEFAULT.directBuffer(size, size);
        try {
            read(whole.nioBuffer(0, size), position);
            whole.writerIndex(size);
            batch.wrap(whole, 0);
            visit(visitor);
        } finally {
            whole.release();
        }
        return null;
    }

    private long streamedCrc(int size, byte magic) throws IOException {
        boolean v2 = magic >= BatchView.MAGIC_V2;
        Checksum crc = v2 ? new CRC32C() : new CRC32();
        long to = position + size;
        for (long at = position + (v2 ? CRC_FROM_V2 : CRC_FROM_V1); at < to; ) {
            int chunk = (int) Math.min(WINDOW_BYTES, to - at);
            ByteBuffer bytes = window.nioBuffer(0, chunk);
            read(bytes, at);
            crc.update(bytes.flip());
            at += chunk;
        }
        // The window holds something else now.
        window.clear();
        return crc.getValue();
    }

    private String headerProblem() throws IOException {
        long left = end - position;
        if (left < SMALLEST_BYTES) {
            return left + " bytes are left, too few for a batch";
        }
        need((int) Math.min(BatchView.HEADER_BYTES_V2, left));
        byte magic = batch.magic();
        long size = BatchView.sizeAt(batch.buffer(), batch.startIndex());
        if (magic < 0 || magic > BatchView.MAGIC_V2) {
            return "its format is " + magic + ", expected 0 to 2";
        }
        if (size > left) {
            return "it has " + size + " bytes, and only " + left + " are left: it was not written to its end";
        }
        if (!BatchView.isWhole(batch.buffer(), batch.startIndex(), batch.startIndex() + (int) size)) {
            return "it has " + size + " bytes, too few for format " + magic;
        }
        if (batch.baseOffset() < nextOffset || batch.lastOffset() < batch.baseOffset()) {
            return "its offsets are " + batch.baseOffset() + " to " + batch.lastOffset() + ", expected from "
                    + nextOffset + " on";
        }
        return batch.baseOffset() > nextOffset ? gapProblem(position + size) : null;
    }

    /**
     * The base offset is outside of the checksum. Where offsets are missing, as after compaction, the batch behind tells
     * whether this one's offset is true.
     */
    private String gapProblem(long behind) throws IOException {
        long last = batch.lastOffset();
        boolean isLast = end - behind < SMALLEST_BYTES;
        if (!isLast) {
            ByteBuffer offset = ByteBuffer.allocate(Long.BYTES);
            read(offset, behind);
            long following = offset.getLong(0);
            if (following >= nextOffset && following <= last) {
                return "its offsets are " + batch.baseOffset() + " to " + last + ", but the next batch has "
                        + following;
            }
        }
        if (last <= offsetMax) {
            return null;
        }
        if (isLast) {
            return "its last offset is " + last + ", beyond the " + offsetMax + " that its indexes can express";
        }
        // Several say so: this is no damage that cutting off would heal.
        throw new CorruptSegmentException(file + " at position " + position + " has offset " + last + ", beyond the "
                + offsetMax + " that its indexes can express");
    }

    /**
     * Looks for a batch behind the damage that ended the scan, wherever it may begin.
     *
     * @throws CorruptSegmentException when there is one
     */
    void refuseValidBatchBehind(String problem) throws IOException {
        long damaged = position;
        for (position = damaged + 1; end - position >= SMALLEST_BYTES; position++) {
            need(SMALLEST_BYTES);
            if (mayBeBatch() && isValidBatch()) {
                throw new CorruptSegmentException(file + " is damaged at position " + damaged + ", offset " + nextOffset
                        + " (" + problem + "), and has valid records behind it, at position " + position
                        + ": nothing is cut off, since all of it was on the disk once. Take it from a replica or a backup, or"
                        + " cut the file at the damage to go on without what is behind");
            }
        }
        position = damaged;
    }

    /** By what the first bytes say, so that the checksum is computed for few. */
    private boolean mayBeBatch() {
        byte magic = batch.magic();
        long size = BatchView.sizeAt(batch.buffer(), batch.startIndex());
        return magic >= 0
                && magic <= BatchView.MAGIC_V2
                && size >= SMALLEST_BYTES
                && size <= end - position
                && batch.baseOffset() >= nextOffset
                && batch.baseOffset() <= offsetMax;
    }

    private boolean isValidBatch() throws IOException {
        int size = batch.sizeInBytes();
        need(Math.min(size, BatchView.HEADER_BYTES_V2));
        if (!BatchView.isWhole(batch.buffer(), batch.startIndex(), batch.startIndex() + size)) {
            return false;
        }
        long stored = batch.storedCrc();
        boolean valid = streamedCrc(size, batch.magic()) == stored;
        windowStart = 0;
        return valid;
    }

    private String crcProblem() {
        return "its checksum is " + batch.storedCrc() + ", computed is " + batch.computedCrc();
    }

    /** Has so many bytes from the position on in the window. */
    private void need(int bytes) throws IOException {
        if (position < windowStart || position + bytes > windowStart + window.writerIndex()) {
            int wanted = (int) Math.min(WINDOW_BYTES, end - position);
            windowStart = position;
            window.clear();
            read(window.nioBuffer(0, wanted), position);
            window.writerIndex(wanted);
        }
        batch.wrap(window, (int) (position - windowStart));
    }

    private void read(ByteBuffer into, long from) throws IOException {
        int wanted = into.remaining();
        if (file.read(into, from) < wanted) {
            throw new CorruptSegmentException(file + " ended while it was read, before " + (from + wanted));
        }
    }

    long position() {
        return position;
    }

    /** Behind the last valid batch. */
    long nextOffset() {
        return nextOffset;
    }

    @Override
    public void close() {
        window.release();
    }
}
