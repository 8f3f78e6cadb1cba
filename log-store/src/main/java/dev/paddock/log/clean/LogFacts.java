package dev.paddock.log.clean;

import java.util.List;

/**
 * What the rules of cleaning ask of a log.
 *
 * @param stableOffset the last stable offset, never above the high watermark
 * @param segments ascending; the last is the active one
 */
record LogFacts(long startOffset, long endOffset, long stableOffset, List<SegmentFacts> segments) {
    long activeBaseOffset() {
        return segments.get(segments.size() - 1).baseOffset();
    }

    /** Those with offsets from one, to another which does not count. */
    List<SegmentFacts> between(long fromOffset, long toOffset) {
        return segments.subList(indexOf(fromOffset, toOffset), end(toOffset));
    }

    private int end(long toOffset) {
        int end = segments.size();
        while (end > 0 && segments.get(end - 1).baseOffset() >= toOffset) {
            end--;
        }
        return end;
    }

    private int indexOf(long fromOffset, long toOffset) {
        int end = end(toOffset);
        int from = end;
        while (from > 0 && fromOffset < toOffset && nextBase(from - 1) > fromOffset) {
            from--;
        }
        return from;
    }

    private long nextBase(int index) {
        return index + 1 < segments.size() ? segments.get(index + 1).baseOffset() : Long.MAX_VALUE;
    }

    /** Of the segment behind a sealed one. */
    long nextBaseOffset(SegmentFacts sealed) {
        int index = 0;
        while (segments.get(index).baseOffset() <= sealed.baseOffset()) {
            index++;
        }
        return segments.get(index).baseOffset();
    }

    /** The sealed segments from the one that holds an offset on. */
    List<SegmentFacts> sealedFrom(long offset) {
        return between(offset, activeBaseOffset());
    }
}
