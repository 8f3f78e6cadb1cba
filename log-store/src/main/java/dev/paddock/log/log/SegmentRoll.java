package dev.paddock.log.log;

import dev.paddock.log.LogSettings;
import dev.paddock.log.producer.ProducerSnapshotCodec;
import dev.paddock.log.segment.LogSegment;
import java.io.IOException;

/** Ends the active segment and begins the next. Owned by the log's thread. */
final class SegmentRoll {
    private final LogState log;
    private final LogFlush flush;

    SegmentRoll(LogState log, LogFlush flush) {
        this.log = log;
        this.flush = flush;
    }

    /** Whether the active segment has to end before an append. */
    boolean isDue(int bytes, long maxTimestamp, long lastOffset, long nowMs) throws IOException {
        LogSegment active = log.segments.active();
        // Of a clock that was set back: the segment is not to wait until it has caught up.
        log.activeSinceMs = Math.min(log.activeSinceMs, nowMs);
        long size = active.sizeBytes();
        if (RollRule.isFull(log.settings.segmentBytes(), size, bytes)
                || !active.canHold(lastOffset)
                || active.indexesAreFull()) {
            return true;
        }
        return size > 0
                && RollRule.isOld(
                        log.settings,
                        new RollRule.Age(active.firstTimestamp(), log.activeSinceMs, jitterMs(active)),
                        maxTimestamp,
                        nowMs);
    }

    /** Another time for each segment, the same whenever it is asked for. */
    private long jitterMs(LogSegment segment) {
        LogSettings settings = log.settings;
        long bound = Math.min(settings.segmentJitterMs(), settings.segmentMs());
        if (bound <= 0) {
            return 0;
        }
        long mixed = (log.context.partition().hashCode() * 31L + segment.baseOffset()) * 0x9E3779B97F4A7C15L;
        return (mixed >>> 1) % bound;
    }

    /**
     * When it throws the log goes on with the segment it had.
     *
     * @param baseOffset of the new segment: the end of the log, or above it where a follower has to leave a gap
     */
    void roll(long baseOffset, long nowMs) throws IOException {
        LogSegment active = log.segments.active();
        if (active.baseOffset() == baseOffset && active.sizeBytes() == 0) {
            // Nothing but the settings of its indexes can have made it full.
            active.context(log.segmentContext);
            return;
        }
        LogSegment next = LogSegment.create(log.segmentContext, baseOffset);
        try {
            active.seal();
        } catch (IOException e) {
            next.delete();
            throw e;
        }
        log.segments.add(next);
        log.activeSinceMs = nowMs;
        log.folderChanged = true;
        log.producers.advanceTo(baseOffset);
        flush.request(baseOffset, ProducerSnapshotCodec.encode(log.producers.entries()));
    }
}
