package dev.paddock.log.segment;

import dev.paddock.log.index.AbortedTxn;
import dev.paddock.log.index.AbortedTxns;
import dev.paddock.log.index.TransactionIndex;
import dev.paddock.log.io.LogFile;
import dev.paddock.protocol.record.BatchView;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One segment of a log: the log file and its indexes. One thread appends, truncates, seals, renames and deletes; any
 * thread may force it, and may read between {@link #retain} and {@link #release}. Nothing is open until it is used. It ends
 * with {@link #close}, or with {@link #delete} and the last release.
 *
 * <p>An IOException of {@link #append} leaves all as it was, unless it is a {@link dev.paddock.log.io.TornFileException};
 * after one of the others that change something the segment is no longer to be trusted.
 */
// house-style: long class because it is the one face of a segment: it says what holds, the work is done elsewhere
public final class LogSegment {
    private static final long UNKNOWN = Long.MIN_VALUE;

    private volatile SegmentContext context;
    private final long baseOffset;
    private final SegmentFiles files;
    private final SegmentIndexes indexes;
    private final TransactionIndex transactions;
    private final SegmentReader reader;
    private final SegmentUse use;
    private volatile long sizeBytes;
    private final AtomicInteger truncations = new AtomicInteger();
    private volatile long firstTimestamp = UNKNOWN;
    private volatile boolean isSealed;
    private volatile boolean isNew;

    private LogSegment(SegmentContext context, long baseOffset, long sizeBytes, String suffix) {
        this.context = context;
        this.baseOffset = baseOffset;
        this.sizeBytes = sizeBytes;
        this.files = new SegmentFiles(context, baseOffset, suffix);
        this.indexes = new SegmentIndexes(files, baseOffset, this::sizeBytes);
        this.transactions = new TransactionIndex(files.transactionIndex(), baseOffset);
        this.reader = new SegmentReader(files, indexes, this::sizeBytes);
        this.use = new SegmentUse(files);
        indexes.settings(context);
    }

    /** A new, empty one; files of that name are emptied. */
    public static LogSegment create(SegmentContext context, long baseOffset) throws IOException {
        return create(context, baseOffset, "");
    }

    /** @param suffix behind the names of all files, such as ".cleaned" */
    public static LogSegment create(SegmentContext context, long baseOffset, String suffix) throws IOException {
        LogSegment segment = new LogSegment(context, baseOffset, 0, suffix);
        segment.files.log().create();
        segment.indexes.startEmpty();
        segment.transactions.reset();
        segment.isNew = true;
        return segment;
    }

    /** One that lies on the disk. Nothing is opened until first use. */
    public static LogSegment known(SegmentContext context, long baseOffset, long sizeBytes) {
        return known(context, baseOffset, sizeBytes, "");
    }

    public static LogSegment known(SegmentContext context, long baseOffset, long sizeBytes, String suffix) {
        return new LogSegment(context, baseOffset, sizeBytes, suffix);
    }

    public long baseOffset() {
        return baseOffset;
    }

    public long sizeBytes() {
        return sizeBytes;
    }

    /** -1 when no batch has one. */
    public long largestTimestamp() throws IOException {
        indexes.load();
        return indexes.largest().timestamp();
    }

    /** The last offset of the batch that has the largest timestamp; the base offset when there is none. */
    public long offsetOfLargestTimestamp() throws IOException {
        indexes.load();
        return indexes.largest().offset();
    }

    /** The largest timestamp of the first batch; -1 when there is none. What segment.ms counts from. */
    public long firstTimestamp() throws IOException {
        long known = firstTimestamp;
        if (known == UNKNOWN && sizeBytes > 0) {
            try (BatchCursor cursor = new BatchCursor(files.log(), sizeBytes)) {
                known = cursor.moveTo(0) ? cursor.batch().maxTimestamp() : UNKNOWN;
            }
            firstTimestamp = known;
        }
        return known == UNKNOWN ? BatchView.NO_TIMESTAMP : known;
    }

    public long lastModifiedMs() throws IOException {
        return files.lastModifiedMs();
    }

    /** Takes over the age of what this one is a copy of. */
    public void lastModifiedMs(long timeMs) throws IOException {
        files.lastModifiedMs(timeMs);
    }

    /** Changes whenever the segment is cut; any thread. */
    public int truncations() {
        return truncations.get();
    }

    /** Behind the last batch, by looking at the file's end; the base offset when it is empty. */
    public long readNextOffset() throws IOException {
        return sizeBytes == 0 ? baseOffset : reader.nextOffset(baseOffset);
    }

    /** Whether the indexes can express an offset. */
    public boolean canHold(long offset) {
        return offset >= baseOffset && offset - baseOffset <= Integer.MAX_VALUE;
    }

    public boolean indexesAreFull() throws IOException {
        indexes.load();
        return indexes.areFull();
    }

    /** Writes all readable batches with one write; the reader index stays. When it throws nothing has changed. */
    public void append(ByteBuf batches, AppendSpan span) throws IOException {
        long position = sizeBytes;
        if (!canHold(span.lastOffset()) || position + batches.readableBytes() > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(files.log() + " has " + position + " bytes and cannot hold "
                    + batches.readableBytes() + " more up to offset " + span.lastOffset() + ": roll before");
        }
        indexes.load();
        LogFile log = files.log().acquire();
        try {
            if (log.size() != position) {
                throw new CorruptSegmentException(
                        log + " has " + log.size() + " bytes, expected " + position + ": recover it before appending");
            }
            log.append(batches);
        } finally {
            files.log().release();
        }
        if (position == 0) {
            firstTimestamp =
                    new BatchView().wrap(batches, batches.readerIndex()).maxTimestamp();
        }
        // Before the index: a reader that builds that anew meanwhile must not miss these.
        sizeBytes = position + batches.readableBytes();
        indexes.appended(batches, span, position);
    }

    /** The first batch whose last offset is not below an offset; null when all are below. */
    public FilePosition find(long offset) throws IOException {
        return untilStable(() -> reader.find(offset));
    }

    /** Whether a batch of a producer's transactions, or its marker, is where {@link #find} finds one. */
    public boolean isWrittenBy(long producerId, long offset, boolean isMarker) throws IOException {
        return untilStable(() -> {
            try (BatchCursor cursor = reader.locate(offset)) {
                return cursor != null
                        && cursor.batch().baseOffset() <= offset
                        && cursor.batch().isTransactional()
                        && cursor.batch().isControl() == isMarker
                        && cursor.batch().producerId() == producerId;
            }
        });
    }

    /** Where the batch begins that {@link #find} finds; the size when there is none. */
    public long positionOf(long offset) throws IOException {
        FilePosition found = find(offset);
        return found == null ? sizeBytes : found.position();
    }

    /**
     * Whole batches from the one that holds an offset, or from the next one when none does.
     *
     * @param atLeastOneBatch the first one comes even if it alone is larger than bytesMax
     * @param endPosition not beyond; the end of a batch, such as where the high watermark is
     * @return of length 0 when there is something, but nothing that fits; null when the offset is past the end
     */
    public LogSlice read(long offset, int bytesMax, boolean atLeastOneBatch, long endPosition) throws IOException {
        SegmentReader.Limits limits = new SegmentReader.Limits(bytesMax, atLeastOneBatch, endPosition);
        return untilStable(() -> reader.read(this, offset, limits));
    }

    /** The first record from an offset on that is as old as a timestamp or younger; null when there is none. */
    public TimestampedOffset findByTimestamp(long timestampMs, long fromOffset) throws IOException {
        return untilStable(() -> new TimestampSearch(reader, indexes).find(timestampMs, fromOffset));
    }

    private interface Look<T> {
        T look() throws IOException;
    }

    /** What looks damaged while the file is cut is looked at again. */
    private <T> T untilStable(Look<T> look) throws IOException {
        while (true) {
            int before = truncations.get();
            try {
                return look.look();
            } catch (CorruptSegmentException e) {
                if (before == truncations.get()) {
                    throw e;
                }
            }
        }
    }

    /** For sendfile; open as long as the caller retains this. Null when the directory is not on a real disk. */
    public FileChannel channel() throws IOException {
        return use.channel();
    }

    /** Reads from the log file until the buffer is full or the file ends; returns how much, -1 at the end. */
    public int read(ByteBuffer into, long position) throws IOException {
        LogFile log = files.log().acquire();
        try {
            return log.read(into, position);
        } finally {
            files.log().release();
        }
    }

    /** Goes over the batches from the one that holds an offset; of all but control batches only the header is there. */
    public void visitFrom(long offset, BatchVisitor each) throws IOException {
        try (BatchCursor cursor = reader.locate(offset)) {
            boolean more = cursor != null;
            while (more) {
                if (cursor.batch().isControl()) {
                    visitWhole(cursor, each);
                } else {
                    each.visit(cursor.batch());
                }
                more = cursor.next();
            }
        }
    }

    private static void visitWhole(BatchCursor cursor, BatchVisitor each) throws IOException {
        ByteBuf whole = cursor.readBatch();
        try {
            each.visit(new BatchView().wrap(whole, 0));
        } finally {
            whole.release();
        }
    }

    /** Cuts off from the batch on that holds an offset, here and in the indexes; returns how many bytes went. */
    public long truncateTo(long offset) throws IOException {
        long before = sizeBytes;
        FilePosition cut = find(offset);
        if (cut == null) {
            return 0;
        }
        truncations.incrementAndGet();
        reader.forget();
        sizeBytes = cut.position();
        truncateLog(cut.position());
        truncations.incrementAndGet();
        reader.forget();
        // Whole batches go, so that entries of the batch that holds the offset go too.
        indexes.truncateTo(cut.baseOffset());
        transactions.truncateTo(cut.baseOffset());
        if (cut.position() == 0) {
            firstTimestamp = UNKNOWN;
        }
        isSealed = false;
        return before - cut.position();
    }

    private void truncateLog(long size) throws IOException {
        LogFile log = files.log().acquire();
        try {
            log.truncate(size);
        } finally {
            files.log().release();
        }
    }

    /**
     * Returns when all that was appended lasts, with the aborted transactions; of a sealed segment the other indexes too, of
     * one that is appended to they are rebuilt.
     */
    public void force() throws IOException {
        indexes.flush();
        LogFile log = files.log().acquire();
        try {
            log.force();
        } finally {
            files.log().release();
        }
        if (isSealed) {
            indexes.load();
            indexes.force();
        }
        if (transactions.force() || isNew) {
            files.forceFolder();
            isNew = false;
        }
    }

    /** No more is appended: the time index gets its last entry. */
    public void seal() throws IOException {
        indexes.load();
        indexes.addLast();
        indexes.flushIfThereIsSpace();
        isSealed = true;
    }

    /** Gives all files another suffix, such as ".deleted", or none with "". */
    public void rename(String newSuffix) throws IOException {
        files.rename(newSuffix);
    }

    /** The settings have changed, or the partition's folder has been renamed. */
    public void context(SegmentContext newContext) {
        if (!newContext.folder().equals(context.folder())) {
            files.movedTo(newContext.folder());
        }
        indexes.settings(newContext);
        context = newContext;
    }

    /** Deletes the files when the last reader lets go. */
    public void delete() throws IOException {
        if (use.delete()) {
            files.delete();
        }
    }

    public void retain() {
        use.retain();
    }

    public void release() {
        if (use.release()) {
            context.reaper().execute(use::deleteFiles);
        }
    }

    /** Gives back files and memory; all is opened again on the next use. */
    public void closeIdle() throws IOException {
        reader.forget();
        try {
            indexes.closeIdle();
        } finally {
            transactions.closeIdle();
            files.log().closeIdle();
        }
    }

    /** Orderly end: the indexes get what they miss, and the files are closed, for readers when they let go. */
    public void close() throws IOException {
        use.close();
        indexes.addLastIfLoaded();
        closeIdle();
    }

    /**
     * Reads the whole log file, cuts off what is torn or damaged, and builds offset and time index anew; the transaction
     * index is emptied, for the visitor to fill it.
     *
     * @param each sees every valid batch
     */
    public SegmentScan recover(BatchVisitor each) throws IOException {
        return recover(Long.MIN_VALUE, each);
    }

    /**
     * The same of a segment that was on the disk up to an offset: damage below it is no torn end, and what lies behind it is
     * not given up.
     *
     * @throws CorruptSegmentException when there is a valid batch behind the damage; the file is as it was
     */
    public SegmentScan recover(long forcedTo, BatchVisitor each) throws IOException {
        indexes.startEmpty();
        transactions.reset();
        reader.forget();
        firstTimestamp = UNKNOWN;
        LogFile log = files.log().acquire();
        try {
            long before = log.size();
            try (RecoveryScan scan = new RecoveryScan(log, before, baseOffset)) {
                String problem = scan.run((batch, position) -> {
                    indexes.add(batch, position);
                    each.visit(batch);
                });
                if (problem != null && scan.nextOffset() < forcedTo) {
                    scan.refuseValidBatchBehind(problem);
                }
                log.truncate(scan.position());
                truncations.incrementAndGet();
                sizeBytes = scan.position();
                if (before > sizeBytes) {
                    // It may be sealed at once, and the recovery point be behind it: the torn end must not come back
                    // then.
                    log.force();
                }
                indexes.addLast();
                indexes.flushIfThereIsSpace();
                // The recovery point may be behind this segment already: then nobody forces it again.
                if (transactions.force()) {
                    files.forceFolder();
                }
                return new SegmentScan(scan.nextOffset(), sizeBytes, before - sizeBytes, problem);
            }
        } finally {
            files.log().release();
        }
    }

    /** Whether the index files are there and fit the log file, as far as can be seen without reading it. */
    public boolean indexesAreSane() throws IOException {
        return indexes.checkSane() && transactions.isSane();
    }

    /** Those whose markers are here, as the index says. */
    public List<AbortedTxn> abortedHere() throws IOException {
        return transactions.all();
    }

    /** Whether the index of aborted transactions can be true, by itself. */
    public boolean transactionsAreSane() throws IOException {
        return transactions.isSane();
    }

    /** Empties the index of aborted transactions, to be filled anew. */
    public void forgetAborted() throws IOException {
        transactions.reset();
    }

    public void appendAborted(AbortedTxn txn) throws IOException {
        transactions.append(txn);
    }

    /** Aborted transactions that touch the offsets from one, to another which does not count. */
    public AbortedTxns collectAborted(long fromOffset, long toOffset) throws IOException {
        return transactions.collect(fromOffset, toOffset);
    }

    @Override
    public String toString() {
        return files.log() + " (" + sizeBytes + " bytes)";
    }
}
