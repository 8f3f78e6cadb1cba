// house-style: long class because it is the whole of what a log can be asked for; the work is done by its parts
package dev.paddock.log.log;

import dev.paddock.log.LogSettings;
import dev.paddock.log.TopicPartition;
import dev.paddock.log.epoch.EpochEnd;
import dev.paddock.log.producer.ProducerLedger;
import dev.paddock.log.producer.ProducerSnapshotCodec;
import dev.paddock.log.recovery.RecoveredLog;
import dev.paddock.log.segment.LogSegment;
import dev.paddock.protocol.ErrorCode;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One partition's log. Owned by one thread, its shard's, unless a method says otherwise. Ends with {@link #close}; goes
 * offline when its disk fails, and stays so.
 *
 * <pre>
 *   start offset       last stable offset   high watermark     end offset
 *        | committed records ...  | ... replicated ...  | ... appended ...  |
 *        +--- sealed segments ---+--- sealed ---+--- active segment --------+
 *                                        | recovery point: below, all is on the disk
 *                                                           | tail: from here on it is in memory too
 * </pre>
 */
public final class PartitionLog {
    private static final Logger LOG = LoggerFactory.getLogger(PartitionLog.class);

    private final LogState log;
    private final LogFlush flush;
    private final Appender appender;
    private final FollowerAppender followerAppender;
    private final LogReader reader;
    private final LogTruncation truncation;
    private final LogRetention retention;
    private final SegmentSwap swap;

    /**
     * Takes over what was found on the disk. Any thread; the owner must see the log only afterwards.
     *
     * @param highWatermark as it was checkpointed
     */
    public PartitionLog(LogContext context, LogSettings settings, RecoveredLog found, long highWatermark, long nowMs) {
        log = new LogState(context, settings, found, highWatermark, nowMs);
        flush = new LogFlush(log, nowMs);
        SegmentRoll roll = new SegmentRoll(log, flush);
        SegmentDisposal disposal = new SegmentDisposal(log);
        AppendEffects effects = new AppendEffects(log, flush);
        appender = new Appender(log, roll, effects);
        followerAppender = new FollowerAppender(log, roll, effects);
        reader = new LogReader(log);
        truncation = new LogTruncation(log, flush, disposal);
        retention = new LogRetention(log, roll, disposal);
        swap = new SegmentSwap(log, disposal);
    }

    /** Any thread. */
    public LogContext context() {
        return log.context;
    }

    /** Any thread. */
    public TopicPartition partition() {
        return log.context.partition();
    }

    /** As the leader. Never throws for a failing disk: then the answer is KAFKA_STORAGE_ERROR. */
    public AppendOutcome append(AppendRequest request, int leaderEpoch, long nowMs) {
        return append(List.of(request), leaderEpoch, nowMs).get(0);
    }

    /** What waits together is written together, with one write where possible; one outcome for each, in order. */
    public List<AppendOutcome> append(List<AppendRequest> requests, int leaderEpoch, long nowMs) {
        return appender.append(requests, leaderEpoch, nowMs);
    }

    /** What the leader sent, with its offsets and epochs. */
    public AppendOutcome appendAsFollower(ByteBuf batches, int frameBytes, long nowMs) {
        return followerAppender.append(batches, frameBytes, nowMs);
    }

    /** Does not touch the disk. */
    public LogRead read(long offset, int bytesMax, boolean atLeastOneBatch, ReadBound bound) {
        return reader.read(offset, bytesMax, atLeastOneBatch, bound);
    }

    /** What a {@link ColdRead} or an {@link OffsetSearch} threw, wherever it was carried out. Any thread. */
    public void failed(IOException e) {
        log.failed(e);
    }

    /** Any thread. */
    public long startOffset() {
        return log.bounds.start();
    }

    /** Any thread. */
    public long endOffset() {
        return log.bounds.end();
    }

    /** Any thread. */
    public long highWatermark() {
        return log.bounds.highWatermark();
    }

    /** Below, every transaction is decided and every record replicated. */
    public long lastStableOffset() {
        return reader.lastStableOffset();
    }

    /** Where a reader has to stop. */
    public long endOffset(ReadBound bound) {
        return reader.endOffset(bound);
    }

    /** Any thread. Up to here all is on the disk. */
    public long recoveryPoint() {
        return log.bounds.recoveryPoint();
    }

    /** Any thread. */
    public long sizeBytes() {
        return log.bounds.sizeBytes();
    }

    /** How often it was cut off. Any thread. */
    public int truncations() {
        return log.truncations.get();
    }

    /** Any thread. */
    public boolean isOffline() {
        return !log.isUsable();
    }

    /** The disk has failed; nothing is read or written any more. Any thread. */
    public void goOffline() {
        log.goOffline();
    }

    /** @return whether it is higher now; what is above the end of the log counts as the end */
    public boolean raiseHighWatermark(long offset) {
        long bounded = Math.min(offset, log.bounds.end());
        if (bounded <= log.bounds.highWatermark()) {
            return false;
        }
        log.bounds.highWatermark(bounded);
        log.producers.onHighWatermark(bounded);
        return true;
    }

    /** -1 when nothing was written in any. */
    public int latestEpoch() {
        return log.epochs.latest();
    }

    /** Of the largest epoch that is not above the one asked for (KIP-101, KIP-279). */
    public EpochEnd endOffsetFor(int epoch) {
        return log.epochs.endOffsetFor(epoch, log.bounds.end());
    }

    /** The epoch of the record at an offset; -1 when none is known. */
    public int epochFor(long offset) {
        return log.epochs.epochFor(offset);
    }

    /** The first record that is as young as a timestamp. */
    public OffsetSearch byTimestamp(long timestampMs) {
        return reader.search(new OffsetSearch.Wish(timestampMs, false));
    }

    /** The youngest record, the first of them where several are. */
    public OffsetSearch byMaxTimestamp() {
        return reader.search(new OffsetSearch.Wish(0, true));
    }

    /**
     * DeleteRecords: records below are gone. OFFSET_OUT_OF_RANGE above the high watermark; nothing happens below the start.
     * Their segments go with the next {@link #retain}.
     */
    public ErrorCode raiseStartOffset(long offset) {
        if (!log.isUsable()) {
            return ErrorCode.KAFKA_STORAGE_ERROR;
        }
        if (offset > log.bounds.highWatermark()) {
            return ErrorCode.OFFSET_OUT_OF_RANGE;
        }
        retention.raiseStart(offset);
        return ErrorCode.NONE;
    }

    /**
     * Removes all batches that hold this offset or a larger one. Blocks. When it throws the log is offline, since it may
     * have been cut off in part.
     */
    public void truncateTo(long offset, long nowMs) throws IOException {
        cutOff(() -> truncation.truncateTo(offset, nowMs));
    }

    /** Empties the log, which goes on at an offset. Blocks. */
    public void truncateFullyAndStartAt(long offset, long nowMs) throws IOException {
        cutOff(() -> truncation.startAnew(offset, nowMs));
    }

    private interface Cut {
        void run() throws IOException;
    }

    private void cutOff(Cut cut) throws IOException {
        if (!log.isUsable()) {
            throw new IOException(log.offlineError().message());
        }
        try {
            cut.run();
        } catch (IOException e) {
            log.goOffline();
            log.failed(e);
            throw e;
        }
    }

    /**
     * What is to be done from time to time: deletes what need not be kept, after rolling where even the active segment is
     * too old, and forgets producers. Returns how many segments went.
     */
    public int retain(long nowMs) {
        if (!log.isUsable()) {
            return 0;
        }
        log.producers.expire(nowMs);
        try {
            return retention.run(nowMs);
        } catch (IOException e) {
            log.failed(e);
            return 0;
        }
    }

    /** Forces in the background what flush.ms says has waited for long enough. */
    public void flushIfDue(long nowMs) {
        flush.flushIfDue(nowMs);
    }

    /** Forces in the background all that was appended. */
    public void requestFlush() {
        flush.request(log.bounds.end(), null);
    }

    /** Forces all that was appended. Blocks. */
    public void flush() throws IOException {
        flush.now();
    }

    /** What compaction may read: all but the active one. Retain them to read them on another thread. */
    public List<LogSegment> sealedSegments() {
        return log.segments.sealed();
    }

    /** All, the active one last; as {@link #sealedSegments}. */
    public List<LogSegment> segments() {
        return log.segments.from(0);
    }

    /** Whether the indexes have all transactions that were aborted; when the disk is full some wait. */
    public boolean abortsAreIndexed() {
        return log.aborts.unwritten().isEmpty();
    }

    /** Of the producers, for compaction, which keeps the last batch of each, and for DescribeProducers. */
    public ProducerLedger producers() {
        return log.producers;
    }

    /**
     * Compaction: puts cleaned segments in the place of the ones they were made from. The new ones are sealed and forced, and
     * have the suffix .cleaned; their files pass through .swap, as in Kafka. False when the old ones are not all there any
     * more: then nothing happened, and the caller deletes the new ones.
     */
    public boolean replace(List<LogSegment> old, List<LogSegment> cleaned) throws IOException {
        try {
            return log.isUsable() && swap.replace(old, cleaned);
        } catch (IOException e) {
            log.goOffline();
            log.failed(e);
            throw e;
        }
    }

    public LogSettings settings() {
        return log.settings;
    }

    /** Followed from the next append on. */
    public void settings(LogSettings newSettings) {
        log.settings = newSettings;
        log.segmentContext = log.segmentContext.with(
                log.segmentContext.folder(), newSettings.indexIntervalBytes(), newSettings.indexBytesMax());
        log.segments.active().context(log.segmentContext);
    }

    /** Forces, and gives back memory and files, when nothing was appended for so long. Readers open again what they need. */
    public void releaseIdle(long nowMs, long idleMs) {
        if (nowMs - log.lastUseMs < idleMs || !log.isUsable()) {
            return;
        }
        log.lastUseMs = nowMs;
        if (log.bounds.recoveryPoint() < log.bounds.end()) {
            requestFlush();
        }
        log.tail.clear();
        log.aborts.dropBefore(Long.MAX_VALUE);
        try {
            for (LogSegment segment : log.segments.from(0)) {
                segment.closeIdle();
            }
        } catch (IOException e) {
            log.failed(e);
        }
    }

    /** The folder is about to be deleted: nothing is read or written any more. Reads that are under way may fail. */
    public void abandon() {
        log.close();
        log.tail.clear();
        log.segments.forEach(PartitionLog::closeQuietly);
    }

    private static void closeQuietly(LogSegment segment) {
        try {
            segment.closeIdle();
        } catch (IOException e) {
            // The files are to be deleted, and what they could not be given is not missed.
            LOG.debug("Closing {}", segment, e);
        }
    }

    /**
     * The orderly end: forces all and leaves a snapshot of the producers, so that the next start has nothing to look at.
     * Blocks; the owner, or any thread once the owner has stopped.
     */
    public void close() throws IOException {
        if (!log.isUsable()) {
            log.close();
            log.tail.clear();
            return;
        }
        try {
            flush.end(ProducerSnapshotCodec.encode(log.producers.entries()));
            for (LogSegment segment : log.segments.from(0)) {
                segment.close();
            }
        } catch (IOException e) {
            log.failed(e);
            throw e;
        } finally {
            log.close();
            log.tail.clear();
        }
    }
}
