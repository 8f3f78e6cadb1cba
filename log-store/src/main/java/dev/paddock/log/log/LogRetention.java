package dev.paddock.log.log;

import dev.paddock.log.segment.LogSegment;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Moves the start of a log: deletes the segments that need not be kept. Owned by the log's thread. */
final class LogRetention {
    private static final Logger LOG = LoggerFactory.getLogger(LogRetention.class);

    private final LogState log;
    private final SegmentRoll roll;
    private final SegmentDisposal disposal;

    LogRetention(LogState log, SegmentRoll roll, SegmentDisposal disposal) {
        this.log = log;
        this.roll = roll;
        this.disposal = disposal;
    }

    /** Returns how many segments went. */
    int run(long nowMs) throws IOException {
        var rule = new RetentionRule(
                log.settings,
                new RetentionRule.Bounds(log.bounds.start(), log.bounds.highWatermark(), log.bounds.end()));
        int count = rule.deletable(candidates(), nowMs);
        if (count == 0) {
            return 0;
        }
        if (count == log.segments.size()) {
            roll.roll(log.bounds.end(), nowMs);
        }
        List<Long> snapshots = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            // From the first on: should the process end in between, no gap is left.
            LogSegment oldest = log.segments.first();
            disposal.dispose(oldest);
            log.segments.removeFirst();
            snapshots.add(oldest.baseOffset());
        }
        disposal.disposeSnapshots(snapshots);
        log.sizeChanged();
        raiseStart(Math.max(log.bounds.start(), log.segments.first().baseOffset()));
        LOG.info(
                "{}: deleted {} segments, the log starts at offset {} now",
                log.context.partition(),
                count,
                log.bounds.start());
        return count;
    }

    private static long youngestMs(LogSegment segment) throws IOException {
        long largest = segment.largestTimestamp();
        return largest >= 0 ? largest : segment.lastModifiedMs();
    }

    private List<RetentionRule.Candidate> candidates() {
        List<RetentionRule.Candidate> candidates = new ArrayList<>(log.segments.size());
        for (int i = 0; i < log.segments.size(); i++) {
            LogSegment segment = log.segments.get(i);
            candidates.add(
                    new RetentionRule.Candidate(segment.baseOffset(), segment.sizeBytes(), () -> youngestMs(segment)));
        }
        return candidates;
    }

    void raiseStart(long offset) {
        if (offset <= log.bounds.start()) {
            return;
        }
        log.bounds.start(offset);
        if (log.bounds.highWatermark() < offset) {
            log.bounds.highWatermark(offset);
        }
        log.epochsChanged |= log.epochs.truncateFromStart(offset);
        log.producers.onLogStart(offset);
    }
}
