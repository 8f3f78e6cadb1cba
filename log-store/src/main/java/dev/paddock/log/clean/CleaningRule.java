package dev.paddock.log.clean;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Which log is cleaned next, how far, and which segments become one. Pure; the rules are Apache Kafka's. */
final class CleaningRule {
    private CleaningRule() {}

    /**
     * Where a log is not clean.
     *
     * @param checkpoint where the last cleaning ended, from cleaner-offset-checkpoint
     */
    static long firstDirtyOffset(long startOffset, long endOffset, OptionalLong checkpoint) {
        long offset = checkpoint.orElse(startOffset);
        // Records were deleted up to behind it, or the end was lost: only the whole log is known to need it.
        return offset < startOffset || offset > endOffset ? startOffset : offset;
    }

    static DirtySection dirtySection(LogFacts log, CompactionRules rules, OptionalLong checkpoint, long nowMs) {
        long firstDirty = firstDirtyOffset(log.startOffset(), log.endOffset(), checkpoint);
        boolean isReset = checkpoint.isPresent() && checkpoint.getAsLong() != firstDirty;
        long uncleanable = Math.max(firstDirty, firstUncleanableOffset(log, rules, firstDirty, nowMs));
        List<SegmentFacts> leftAlone = log.sealedFrom(uncleanable);
        long end =
                leftAlone.isEmpty() ? log.activeBaseOffset() : leftAlone.get(0).baseOffset();
        return new DirtySection(
                firstDirty,
                end,
                bytes(log.between(-1, firstDirty)),
                bytes(log.between(Math.min(firstDirty, end), end)),
                isOverdue(log, rules, firstDirty, nowMs),
                isReset);
    }

    /** Undecided transactions, what is not replicated, the active segment, and what is too young are left alone. */
    private static long firstUncleanableOffset(LogFacts log, CompactionRules rules, long firstDirty, long nowMs) {
        long offset = Math.min(log.stableOffset(), log.activeBaseOffset());
        if (rules.needsLargestTimestamps()) {
            for (SegmentFacts segment : log.sealedFrom(firstDirty)) {
                if (segment.largestTimestamp() > nowMs - rules.minLagMs()) {
                    return Math.min(offset, segment.baseOffset());
                }
            }
        }
        return offset;
    }

    private static boolean isOverdue(LogFacts log, CompactionRules rules, long firstDirty, long nowMs) {
        long cleanUntilMs = nowMs - Math.max(rules.maxLagMs(), 0);
        return rules.needsFirstTimestamps(nowMs)
                && log.sealedFrom(firstDirty).stream()
                        .mapToLong(SegmentFacts::firstTimestamp)
                        .anyMatch(timestamp -> timestamp > 0 && timestamp < cleanUntilMs);
    }

    private static long bytes(List<SegmentFacts> segments) {
        return segments.stream().mapToLong(SegmentFacts::sizeBytes).sum();
    }

    static boolean isDue(DirtySection section, CompactionRules rules) {
        return (section.isOverdue() && section.dirtyBytes() > 0) || section.ratio() > rules.minDirtyRatio();
    }

    /** The one of those that are due that has the largest part to clean. */
    static <K> Optional<K> filthiest(Map<K, DirtySection> due) {
        return due.entrySet().stream()
                .max(Comparator.comparingDouble(entry -> entry.getValue().ratio()))
                .map(Map.Entry::getKey);
    }

    /**
     * Neighbours that become one segment together, so that segments do not shrink to crumbs.
     *
     * @param segments ascending
     * @param endOffset where the cleaning ends
     */
    static List<List<SegmentFacts>> groups(List<SegmentFacts> segments, GroupLimits limits, long endOffset) {
        List<List<SegmentFacts>> groups = new ArrayList<>();
        List<SegmentFacts> group = new ArrayList<>();
        for (int i = 0; i < segments.size(); i++) {
            long lastOffset = (i + 1 < segments.size() ? segments.get(i + 1).baseOffset() : endOffset) - 1;
            if (!group.isEmpty() && !limits.allow(group, segments.get(i), lastOffset)) {
                groups.add(group);
                group = new ArrayList<>();
            }
            group.add(segments.get(i));
        }
        if (!group.isEmpty()) {
            groups.add(group);
        }
        return groups;
    }
}
