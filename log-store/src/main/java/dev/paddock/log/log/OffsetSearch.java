package dev.paddock.log.log;

import dev.paddock.log.segment.LogSegment;
import dev.paddock.log.segment.TimestampedOffset;
import java.io.IOException;
import java.util.List;

/** A search by time that needs the disk: made by the log's thread, carried out by any one, and to be closed. */
public final class OffsetSearch implements AutoCloseable {
    /** @param largest whether the youngest record is looked for, instead of the first that is as young as the timestamp */
    record Wish(long timestampMs, boolean largest) {}

    private final Wish wish;
    private final List<LogSegment> segments;
    private final long startOffset;
    private boolean closed;

    /** @param segments retained; all of them */
    OffsetSearch(Wish wish, List<LogSegment> segments, long startOffset) {
        this.wish = wish;
        this.segments = segments;
        this.startOffset = startOffset;
    }

    /** Blocks. Null when no record is as young, or none has a time. */
    public TimestampedOffset run() throws IOException {
        long timestampMs = wish.largest ? largestTimestamp() : wish.timestampMs;
        if (wish.largest && timestampMs < 0) {
            return null;
        }
        for (LogSegment segment : segments) {
            if (segment.largestTimestamp() >= timestampMs) {
                TimestampedOffset found = segment.findByTimestamp(timestampMs, startOffset);
                if (found != null) {
                    return found;
                }
            }
        }
        return null;
    }

    private long largestTimestamp() throws IOException {
        long largest = -1;
        for (LogSegment segment : segments) {
            largest = Math.max(largest, segment.largestTimestamp());
        }
        return largest;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            segments.forEach(LogSegment::release);
        }
    }
}
