package dev.paddock.log.log;

import dev.paddock.log.LogSettings;
import dev.paddock.log.TopicPartition;
import dev.paddock.log.epoch.EpochEnd;
import dev.paddock.log.segment.LogSegment;
import dev.paddock.protocol.ErrorCode;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.util.List;

/** One partition's log. Owned by one thread, its shard's, unless a method says otherwise. */
public final class PartitionLog {
    public TopicPartition partition() {
        throw new UnsupportedOperationException();
    }

    /** As the leader. Never throws for a failing disk: then the answer is KAFKA_STORAGE_ERROR. */
    public AppendOutcome append(AppendRequest request, int leaderEpoch, long nowMs) {
        return append(List.of(request), leaderEpoch, nowMs).get(0);
    }

    /** What waits together is written together, with one write where possible; one outcome for each, in order. */
    public List<AppendOutcome> append(List<AppendRequest> requests, int leaderEpoch, long nowMs) {
        throw new UnsupportedOperationException();
    }

    /** What the leader sent, with its offsets and epochs. */
    public AppendOutcome appendAsFollower(ByteBuf batches, int frameBytes, long nowMs) {
        throw new UnsupportedOperationException();
    }

    /** Does not touch the disk. */
    public LogRead read(long offset, int bytesMax, boolean atLeastOneBatch, ReadBound bound) {
        throw new UnsupportedOperationException();
    }

    /** Any thread. */
    public long startOffset() {
        throw new UnsupportedOperationException();
    }

    /** Any thread. */
    public long endOffset() {
        throw new UnsupportedOperationException();
    }

    /** Any thread. */
    public long highWatermark() {
        throw new UnsupportedOperationException();
    }

    public long lastStableOffset() {
        throw new UnsupportedOperationException();
    }

    /** Any thread. Up to here all is on the disk. */
    public long recoveryPoint() {
        throw new UnsupportedOperationException();
    }

    /** Any thread. */
    public long sizeBytes() {
        throw new UnsupportedOperationException();
    }

    /** @return whether it is higher now; what is above the end of the log counts as the end */
    public boolean raiseHighWatermark(long offset) {
        throw new UnsupportedOperationException();
    }

    /** -1 when nothing was written in any. */
    public int latestEpoch() {
        throw new UnsupportedOperationException();
    }

    /** Of the largest epoch that is not above the one asked for (KIP-101, KIP-279). */
    public EpochEnd endOffsetFor(int epoch) {
        throw new UnsupportedOperationException();
    }

    /** The epoch of the record at an offset; -1 when none is known. */
    public int epochFor(long offset) {
        throw new UnsupportedOperationException();
    }

    /** The first record that is as young as a timestamp. */
    public OffsetSearch byTimestamp(long timestampMs) {
        throw new UnsupportedOperationException();
    }

    /** The youngest record. */
    public OffsetSearch byMaxTimestamp() {
        throw new UnsupportedOperationException();
    }

    /** DeleteRecords: records below are gone. OFFSET_OUT_OF_RANGE above the high watermark; nothing happens below the start. */
    public ErrorCode raiseStartOffset(long offset) {
        throw new UnsupportedOperationException();
    }

    /** Removes all batches that hold this offset or a larger one. Blocks. */
    public void truncateTo(long offset, long nowMs) throws IOException {
        throw new UnsupportedOperationException();
    }

    /** Empties the log, which goes on at an offset. Blocks. */
    public void truncateFullyAndStartAt(long offset, long nowMs) throws IOException {
        throw new UnsupportedOperationException();
    }

    /** Rolls when the active segment is too old, deletes what need not be kept; returns how many segments went. */
    public int retain(long nowMs) {
        throw new UnsupportedOperationException();
    }

    /** What compaction may read: all but the active one. They stay valid as long as they are retained. */
    public List<LogSegment> sealedSegments() {
        throw new UnsupportedOperationException();
    }

    /**
     * Compaction: puts cleaned segments in the place of the ones they were made from. The new ones are forced and have
     * the suffix .cleaned; their files pass through .swap, as in Kafka. False when the old ones are not all there any more:
     * then nothing happened.
     */
    public boolean replace(List<LogSegment> old, List<LogSegment> cleaned) throws IOException {
        throw new UnsupportedOperationException();
    }

    public LogSettings settings() {
        throw new UnsupportedOperationException();
    }

    /** Followed from the next append on. */
    public void settings(LogSettings newSettings) {
        throw new UnsupportedOperationException();
    }
}
