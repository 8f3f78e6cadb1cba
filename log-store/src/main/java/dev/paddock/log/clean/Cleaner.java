package dev.paddock.log.clean;

import dev.paddock.log.LogSettings;
import dev.paddock.log.index.AbortedTxn;
import java.io.IOException;
import java.util.ArrayList;
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
    private final CleaningPace pace;
    private final CleaningStats stats = new CleaningStats();

    Cleaner(CleanableLog log, LogSnapshot snapshot, CleaningBudget budget, CleaningPace pace) {
        this.log = log;
        this.snapshot = snapshot;
        this.segments = new SegmentTable(snapshot);
        this.budget = budget;
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
                throw new UncleanableLogException("the batch at offset " + dirty.firstDirtyOffset()
                        + " has more keys than the " + map.size() + " that a cleaner has memory for;"
                        + " raise log.cleaner.dedupe.buffer.size, or lower log.cleaner.threads");
            }
            CleaningRound round = CleaningRound.of(
                    nowMs, log.settings().deleteRetentionMs(), dirty.endOffset(), snapshot.producers());
            BatchCleaner cleaner = new BatchCleaner(round, map, stats, budget.alloc());
            try (GroupRewriter rewriter = new GroupRewriter(log, snapshot, cleaner, pace, budget)) {
                for (List<SegmentFacts> group : groups(facts, dirty, endOffset)) {
                    rewriter.replace(sources(facts, group, oldHorizonMs));
                }
            }
            return endOffset;
        }
    }

    /** The formats 0 and 1 have no delete horizon; there the time counts when what is clean was written. */
    private long oldHorizonMs(LogFacts facts, DirtySection dirty) throws IOException {
        List<SegmentFacts> clean = facts.between(-1, dirty.firstDirtyOffset());
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
        for (SegmentFacts each : facts.between(dirty.firstDirtyOffset(), dirty.endOffset())) {
            if (!indexer.index(segments.get(each), facts.nextBaseOffset(each), budget)) {
                return;
            }
        }
    }

    private List<List<SegmentFacts>> groups(LogFacts facts, DirtySection dirty, long endOffset) throws IOException {
        LogSettings settings = log.settings();
        GroupLimits limits = new GroupLimits(settings.segmentBytes(), settings.indexBytesMax());
        List<SegmentFacts> toClean = segments.withIndexes(facts.between(-1, endOffset));
        return CleaningRule.groups(toClean, limits, dirty.endOffset());
    }

    private List<GroupRewriter.Source> sources(LogFacts facts, List<SegmentFacts> group, long oldHorizonMs)
            throws IOException {
        List<GroupRewriter.Source> sources = new ArrayList<>(group.size());
        for (SegmentFacts each : group) {
            List<AbortedTxn> aborted = segments.aborted(each.baseOffset(), facts.nextBaseOffset(each));
            boolean tombstonesStay = segments.get(each).lastModifiedMs() > oldHorizonMs;
            sources.add(new GroupRewriter.Source(
                    segments.get(each), new BatchCleaner.Expectations(aborted, tombstonesStay)));
        }
        return sources;
    }
}
