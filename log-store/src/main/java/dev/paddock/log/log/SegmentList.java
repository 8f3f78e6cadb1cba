package dev.paddock.log.log;

import dev.paddock.log.segment.LogSegment;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The segments of a log by their base offsets; never empty. Owned by the log's thread. */
final class SegmentList {
    private final List<LogSegment> segments;

    /** @param ascending at least one */
    SegmentList(List<LogSegment> ascending) {
        segments = new ArrayList<>(ascending);
    }

    LogSegment active() {
        return segments.get(segments.size() - 1);
    }

    LogSegment first() {
        return segments.get(0);
    }

    LogSegment get(int index) {
        return segments.get(index);
    }

    int size() {
        return segments.size();
    }

    /** The index of the segment in which an offset lies: the last one that does not begin above it; 0 for one before all. */
    int indexFor(long offset) {
        int low = 0;
        int high = segments.size() - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (segments.get(middle).baseOffset() <= offset) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    /** A copy of what is from an index on. */
    List<LogSegment> from(int index) {
        return List.copyOf(segments.subList(index, segments.size()));
    }

    List<LogSegment> sealed() {
        return List.copyOf(segments.subList(0, segments.size() - 1));
    }

    void add(LogSegment segment) {
        segments.add(segment);
    }

    LogSegment removeFirst() {
        return segments.remove(0);
    }

    void forEach(Consumer<LogSegment> action) {
        segments.forEach(action);
    }

    LogSegment removeLast() {
        return segments.remove(segments.size() - 1);
    }

    /** Whether these lie here behind each other, all of them sealed. */
    boolean holds(List<LogSegment> some) {
        int start = segments.indexOf(some.get(0));
        int end = start + some.size();
        return start >= 0
                && end < segments.size()
                && segments.subList(start, end).equals(some);
    }

    /** @param old are held */
    void replace(List<LogSegment> old, List<LogSegment> fresh) {
        int start = segments.indexOf(old.get(0));
        segments.subList(start, start + old.size()).clear();
        segments.addAll(start, fresh);
    }

    long sizeBytes() {
        long total = 0;
        for (LogSegment segment : segments) {
            total += segment.sizeBytes();
        }
        return total;
    }
}
