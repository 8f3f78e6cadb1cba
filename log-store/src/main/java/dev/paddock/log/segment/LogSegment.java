package dev.paddock.log.segment;

import dev.paddock.log.index.AbortedTxn;
import dev.paddock.log.index.AbortedTxns;
import dev.paddock.protocol.record.BatchView;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.function.Consumer;

/**
 * One segment of a log: the log file and its indexes. One thread appends, truncates, seals, renames and deletes; any
 * thread may read between {@link #retain} and {@link #release}. Nothing is open until it is used. It ends with {@link
 * #close}, or with {@link #delete} and the last release.
 */
public final class LogSegment {
    /** A new, empty one; files of that name are emptied. */
    public static LogSegment create(SegmentContext context, long baseOffset) throws IOException {
        return create(context, baseOffset, "");
    }

    /** @param suffix behind the names of all files, such as ".cleaned" */
    public static LogSegment create(SegmentContext context, long baseOffset, String suffix) throws IOException {
        throw new UnsupportedOperationException();
    }

    /** One that lies on the disk. Nothing is opened until first use. */
    public static LogSegment known(SegmentContext context, long baseOffset, long sizeBytes) {
        return known(context, baseOffset, sizeBytes, "");
    }

    public static LogSegment known(SegmentContext context, long baseOffset, long sizeBytes, String suffix) {
        throw new UnsupportedOperationException();
    }

    public long baseOffset() {
        throw new UnsupportedOperationException();
    }

    public long sizeBytes() {
        throw new UnsupportedOperationException();
    }

    /** -1 when no batch has one. */
    public long largestTimestamp() throws IOException {
        throw new UnsupportedOperationException();
    }

    /** The last offset of the batch that has the largest timestamp; the base offset when there is none. */
    public long offsetOfLargestTimestamp() throws IOException {
        throw new UnsupportedOperationException();
    }

    /** The largest timestamp of the first batch; -1 when there is none. What segment.ms counts from. */
    public long firstTimestamp() throws IOException {
        throw new UnsupportedOperationException();
    }

    public long lastModifiedMs() throws IOException {
        throw new UnsupportedOperationException();
    }

    /** Behind the last batch, by looking at the file's end; the base offset when it is empty. */
    public long readNextOffset() throws IOException {
        throw new UnsupportedOperationException();
    }

    /** Whether the indexes can express an offset. */
    public boolean canHold(long offset) {
        throw new UnsupportedOperationException();
    }

    public boolean indexesAreFull() throws IOException {
        throw new UnsupportedOperationException();
    }

    /** Writes all readable batches with one write; the reader index stays. When it throws nothing has changed. */
    public void append(ByteBuf batches, AppendSpan span) throws IOException {
        throw new UnsupportedOperationException();
    }

    /** The first batch whose last offset is not below an offset; null when all are below. */
    public FilePosition find(long offset) throws IOException {
        throw new UnsupportedOperationException();
    }

    /** Where the batch begins that {@link #find} finds; the size when there is none. */
    public long positionOf(long offset) throws IOException {
        throw new UnsupportedOperationException();
    }

    /**
     * Whole batches from the one that holds an offset, or from the next one when none does.
     *
     * @param atLeastOneBatch the first one comes even if it alone is larger than bytesMax
     * @param endPosition not beyond; the end of a batch, such as where the high watermark is
     * @return of length 0 when there is something, but nothing that fits; null when the offset is past the end
     */
    public LogSlice read(long offset, int bytesMax, boolean atLeastOneBatch, long endPosition) throws IOException {
        throw new UnsupportedOperationException();
    }

    /** The first record from an offset on that is as old as a timestamp or younger; null when there is none. */
    public TimestampedOffset findByTimestamp(long timestampMs, long fromOffset) throws IOException {
        throw new UnsupportedOperationException();
    }

    /** For sendfile; open as long as the caller retains this. Null when the directory is not on a real disk. */
    public FileChannel channel() throws IOException {
        throw new UnsupportedOperationException();
    }

    /** Reads from the log file until the buffer is full or the file ends; returns how much, -1 at the end. */
    public int read(java.nio.ByteBuffer into, long position) throws IOException {
        throw new UnsupportedOperationException();
    }

    /** Cuts off from the batch on that holds an offset, here and in the indexes; returns how many bytes went. */
    public long truncateTo(long offset) throws IOException {
        throw new UnsupportedOperationException();
    }

    /** Returns when all that was appended lasts; of a sealed segment the indexes too. */
    public void force() throws IOException {
        throw new UnsupportedOperationException();
    }

    /** No more is appended: the time index gets its last entry. */
    public void seal() throws IOException {
        throw new UnsupportedOperationException();
    }

    /** Gives all files another suffix, such as ".deleted", or none with "". */
    public void rename(String newSuffix) throws IOException {
        throw new UnsupportedOperationException();
    }

    /** The settings have changed, or the partition's folder has been renamed. */
    public void context(SegmentContext newContext) {
        throw new UnsupportedOperationException();
    }

    /** Deletes the files when the last reader lets go. */
    public void delete() throws IOException {
        throw new UnsupportedOperationException();
    }

    public void retain() {
        throw new UnsupportedOperationException();
    }

    public void release() {
        throw new UnsupportedOperationException();
    }

    /** Gives back files and memory; all is opened again on the next use. */
    public void closeIdle() throws IOException {
        throw new UnsupportedOperationException();
    }

    /** Orderly end: like {@link #seal}, and closes the files. */
    public void close() throws IOException {
        throw new UnsupportedOperationException();
    }

    /**
     * Reads the whole log file, cuts off what is torn or damaged, and builds offset and time index anew; the transaction
     * index is emptied, for the caller to fill it.
     *
     * @param each is called with every valid batch, whose bytes are there only during the call
     */
    public SegmentScan recover(Consumer<BatchView> each) throws IOException {
        throw new UnsupportedOperationException();
    }

    /** Whether the index files are there and fit the log file, as far as can be seen without reading it. */
    public boolean indexesAreSane() throws IOException {
        throw new UnsupportedOperationException();
    }

    public void appendAborted(AbortedTxn txn) throws IOException {
        throw new UnsupportedOperationException();
    }

    /** Aborted transactions that touch the offsets from one, to another which does not count. */
    public AbortedTxns collectAborted(long fromOffset, long toOffset) throws IOException {
        throw new UnsupportedOperationException();
    }
}
