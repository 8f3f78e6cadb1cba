package dev.paddock.log.clean;

import dev.paddock.log.index.AbortedTxn;
import dev.paddock.log.index.AbortedTxns;
import dev.paddock.log.io.LogDirectory;
import dev.paddock.log.segment.LogSegment;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The segments of a snapshot, and what the rules ask of them. Belongs to the cleaner's thread. */
final class SegmentTable {
    private final LogSnapshot snapshot;
    private final List<LogSegment> segments;

    SegmentTable(LogSnapshot snapshot) {
        this.snapshot = snapshot;
        this.segments = snapshot.segments();
    }

    LogSegment get(SegmentFacts facts) {
        int low = 0;
        int high = segments.size() - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (segments.get(middle).baseOffset() < facts.baseOffset()) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return segments.get(low);
    }

    /**
     * Without the sizes of indexes.
     *
     * @param firstDirtyOffset the timestamps of segments before it are not looked up
     */
    LogFacts facts(CompactionRules rules, long firstDirtyOffset, long nowMs) throws IOException {
        List<SegmentFacts> facts = new ArrayList<>(segments.size());
        for (int i = 0; i < segments.size(); i++) {
            LogSegment segment = segments.get(i);
            boolean isDirty = i + 1 < segments.size() && nextBaseOffset(i) > firstDirtyOffset;
            facts.add(new SegmentFacts(
                    segment.baseOffset(),
                    segment.sizeBytes(),
                    0,
                    0,
                    isDirty && rules.needsLargestTimestamps() ? segment.largestTimestamp() : -1,
                    isDirty && rules.needsFirstTimestamps(nowMs) ? segment.firstTimestamp() : -1));
        }
        return new LogFacts(snapshot.startOffset(), snapshot.endOffset(), snapshot.stableOffset(), facts);
    }

    /** The same with the sizes of their indexes, which only grouping asks for. */
    List<SegmentFacts> withIndexes(List<SegmentFacts> facts) throws IOException {
        List<SegmentFacts> complete = new ArrayList<>(facts.size());
        for (SegmentFacts each : facts) {
            complete.add(new SegmentFacts(
                    each.baseOffset(),
                    each.sizeBytes(),
                    indexBytes(each.baseOffset(), ".index"),
                    indexBytes(each.baseOffset(), ".timeindex"),
                    each.largestTimestamp(),
                    each.firstTimestamp()));
        }
        return complete;
    }

    private long nextBaseOffset(int index) {
        return index + 1 < segments.size() ? segments.get(index + 1).baseOffset() : Long.MAX_VALUE;
    }

    private long indexBytes(long baseOffset, String suffix) throws IOException {
        LogDirectory directory = snapshot.context().directory();
        String name = "%s/%020d%s".formatted(snapshot.context().folder(), baseOffset, suffix);
        return directory.exists(name) ? directory.size(name) : 0;
    }

    /** All that touch the offsets from one, to another which does not count; their markers may lie far behind. */
    List<AbortedTxn> aborted(long fromOffset, long toOffset) throws IOException {
        Set<AbortedTxn> found = new LinkedHashSet<>();
        for (int i = 0; i < segments.size(); i++) {
            if (nextBaseOffset(i) > fromOffset) {
                AbortedTxns txns = segments.get(i).collectAborted(fromOffset, toOffset);
                found.addAll(txns.found());
                if (txns.isComplete()) {
                    break;
                }
            }
        }
        return List.copyOf(found);
    }
}
