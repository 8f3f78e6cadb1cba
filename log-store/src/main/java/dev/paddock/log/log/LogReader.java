package dev.paddock.log.log;

import dev.paddock.log.segment.LogSegment;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** Finds what to read without touching the disk. Owned by the log's thread. */
final class LogReader {
    private final LogState log;

    LogReader(LogState log) {
        this.log = log;
    }

    LogRead read(long offset, int bytesMax, boolean atLeastOneBatch, ReadBound bound) {
        if (!log.isUsable()) {
            return LogRead.Nothing.OFFLINE;
        }
        if (offset < log.bounds.start() || offset > log.bounds.end()) {
            return LogRead.Nothing.OUT_OF_RANGE;
        }
        long endOffset = endOffset(bound);
        if (offset >= endOffset) {
            return LogRead.Nothing.YET;
        }
        boolean committed = bound == ReadBound.COMMITTED;
        if (offset >= log.tail.firstOffset()) {
            return warm(new ColdRead.Wish(offset, bytesMax, atLeastOneBatch, endOffset, committed));
        }
        return cold(new ColdRead.Wish(offset, bytesMax, atLeastOneBatch, endOffset, committed));
    }

    long endOffset(ReadBound bound) {
        return switch (bound) {
            case LOG_END -> log.bounds.end();
            case HIGH_WATERMARK -> log.bounds.highWatermark();
            case COMMITTED -> lastStableOffset();
        };
    }

    long lastStableOffset() {
        OptionalLong unstable = log.producers.firstUnstableOffset();
        long highWatermark = log.bounds.highWatermark();
        return unstable.isPresent() ? Math.min(unstable.getAsLong(), highWatermark) : highWatermark;
    }

    private LogRead warm(ColdRead.Wish wish) {
        TailRead read = log.tail.read(wish.offset(), wish.bytesMax(), wish.atLeastOneBatch(), wish.endOffset());
        if (read == null) {
            return LogRead.Nothing.YET;
        }
        return wish.committed()
                ? new TailRead(
                        read.bytes(),
                        read.baseOffset(),
                        read.nextOffset(),
                        log.aborts.between(wish.offset(), read.nextOffset()))
                : read;
    }

    private ColdRead cold(ColdRead.Wish wish) {
        int first = log.segments.indexFor(wish.offset());
        int end = first + 1;
        // The batch may lie in the next segment that has any; the transactions' ends anywhere behind.
        while (end < log.segments.size() && (wish.committed() || hasNoneFrom(first + 1, end))) {
            end++;
        }
        List<LogSegment> segments = retained(first, Math.min(end + 1, log.segments.size()));
        return new ColdRead(wish, segments, log.bounds.end(), log.aborts.unwritten());
    }

    private boolean hasNoneFrom(int from, int end) {
        for (int i = from; i < end; i++) {
            if (log.segments.get(i).sizeBytes() > 0) {
                return false;
            }
        }
        return true;
    }

    private List<LogSegment> retained(int from, int to) {
        List<LogSegment> segments = new ArrayList<>(to - from);
        for (int i = from; i < to; i++) {
            segments.add(log.segments.get(i));
            segments.get(i - from).retain();
        }
        return segments;
    }

    OffsetSearch search(OffsetSearch.Wish wish) {
        return new OffsetSearch(wish, retained(0, log.segments.size()), log.bounds.start());
    }
}
