package dev.paddock.log.clean;

import java.util.List;
import java.util.function.ToLongFunction;

/** How large a segment may become: segment.bytes and segment.index.bytes. */
record GroupLimits(long segmentBytesMax, long indexBytesMax) {
    boolean allow(List<SegmentFacts> group, SegmentFacts next, long lastOffset) {
        return sum(group, next, SegmentFacts::sizeBytes) <= segmentBytesMax
                && sum(group, next, SegmentFacts::offsetIndexBytes) <= indexBytesMax
                && sum(group, next, SegmentFacts::timeIndexBytes) <= indexBytesMax
                // An empty one adds no offset; without this one would be left for every 2^31 offsets.
                && (next.sizeBytes() == 0 || lastOffset - group.get(0).baseOffset() <= Integer.MAX_VALUE);
    }

    private static long sum(List<SegmentFacts> group, SegmentFacts next, ToLongFunction<SegmentFacts> bytes) {
        return group.stream().mapToLong(bytes).sum() + bytes.applyAsLong(next);
    }
}
