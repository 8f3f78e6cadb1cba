package dev.paddock.log.clean;

import dev.paddock.log.LogSettings;
import dev.paddock.log.segment.LogSegment;
import dev.paddock.protocol.record.BatchView;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.util.List;

/**
 * Cleans one log once: a map of the keys in the dirty section, then each group of segments is written anew and handed to the
 * log's owner. When it ends half way, by an error or a crash, the groups that were handed over are clean and the rest is as it
 * was. Belongs to the cleaner's thread.
 *
 * <pre>
 *   dirty section -> KeyIndexer -> OffsetMap
 *   all segments up to where the map knows -> groups -> BatchReader -> BatchCleaner -> CleanedOutput -> the log
 * </pre>
 */
final class Cleaner {
    private final CleanableLog log;
    private final LogSnapshot snapshot;
    private final SegmentTable segments;
    private final CleaningBudget budget;
    private final CleaningTask task;
    private final CleaningPace pace;
    private final CleaningStats stats = new CleaningStats();

    Cleaner(CleanableLog log, LogSnapshot snapshot, CleaningBudget budget, CleaningTask task, CleaningPace pace) {
        this.log = log;
        this.snapshot = snapshot;
        this.segments = new SegmentTable(snapshot);
        this.budget = budget;
        this.task = task;
        this.pace = pace;
    }

    CleaningStats stats() {
        return stats;
    }

    /** @return where the next cleaning begins */
    long clean(LogFacts facts, DirtySection dirty, KeyHash hash, long nowMs)
            throws IOException, CleaningCancelledException, UncleanableLogException {
        long oldHorizonMs = oldHorizonMs(facts, dirty);
        long offsets = dirty.endOffset() - dirty.firstDirtyOffset();
        try (OffsetMap map =
                OffsetMap.forRecords(offsets, budget.mapBytes(), budget.loadFactor(), hash, budget.alloc())) {
            index(map, facts, dirty);
            stats.mapUtilization = map.utilization();
            long endOffset = map.latestOffset() + 1;
            if (endOffset <= dirty.firstDirtyOffset()) {
                throw new UncleanableLogException("one batch at offset " + dirty.firstDirtyOffset()
                        + " has more keys than the " + map.size() + " that a cleaner has memory for;"
                        + " raise log.cleaner.dedupe.buffer.size");
            }
            CleaningRound round = CleaningRound.of(
                    nowMs, log.settings().deleteRetentionMs(), dirty.endOffset(), snapshot.producers());
            BatchCleaner cleaner = new BatchCleaner(round, map, new CleanedTransactions(), stats, budget.alloc());
            rewrite(facts, dirty, endOffset, new Rewriting(cleaner, oldHorizonMs));
            return endOffset;
        }
    }

    /** How a segment is rewritten: by whom, and up to which time of change tombstones of old formats go. */
    private record Rewriting(BatchCleaner cleaner, long oldHorizonMs) {}

    /** The formats 0 and 1 have no delete horizon; there the time counts when what is clean was written. */
    private long oldHorizonMs(LogFacts facts, DirtySection dirty) throws IOException {
        List<SegmentFacts> clean = facts.between(0, dirty.firstDirtyOffset());
        return clean.isEmpty()
                ? 0
                : segments.get(clean.get(clean.size() - 1)).lastModifiedMs()
                        - log.settings().deleteRetentionMs();
    }

    private void index(OffsetMap map, LogFacts facts, DirtySection dirty)
            throws IOException, CleaningCancelledException {
        CleanedTransactions transactions = new CleanedTransactions();
        transactions.expect(segments.aborted(dirty.firstDirtyOffset(), dirty.endOffset()));
        KeyIndexer indexer = new KeyIndexer(map, dirty.firstDirtyOffset(), transactions, pace, stats);
        List<SegmentFacts> sections = facts.between(dirty.firstDirtyOffset(), dirty.endOffset());
        boolean hasRoom = true;
        for (int i = 0; i < sections.size() && hasRoom; i++) {
            hasRoom = indexer.index(segments.get(sections.get(i)), nextBaseOffset(sections, i, dirty), budget);
        }
    }

    private static long nextBaseOffset(List<SegmentFacts> sections, int index, DirtySection dirty) {
        return index + 1 < sections.size() ? sections.get(index + 1).baseOffset() : dirty.endOffset();
    }

    private void rewrite(LogFacts facts, DirtySection dirty, long endOffset, Rewriting rewriting)
            throws IOException, CleaningCancelledException {
        LogSettings settings = log.settings();
        GroupLimits limits = new GroupLimits(settings.segmentBytes(), settings.indexBytesMax());
        List<SegmentFacts> toClean = segments.withIndexes(facts.between(0, endOffset));
        for (List<SegmentFacts> group : CleaningRule.groups(toClean, limits, dirty.endOffset())) {
            replace(facts, group.stream().map(segments::get).toList(), rewriting);
        }
    }

    private void replace(LogFacts facts, List<LogSegment> group, Rewriting rewriting)
            throws IOException, CleaningCancelledException {
        CleanedOutput output =
                new CleanedOutput(snapshot.context(), group.get(0).baseOffset(), Integer.MAX_VALUE);
        boolean isReady = false;
        try {
            for (LogSegment segment : group) {
                List<SegmentFacts> behind = facts.between(segment.baseOffset() + 1, Long.MAX_VALUE);
                rewrite(segment, nextBaseOffset(facts, segment), output, rewriting);
            }
            output.finish();
            task.check();
            isReady = true;
        } finally {
            if (!isReady) {
                output.discard();
            }
        }
        output.handOver(log, snapshot, group, task);
    }
}
