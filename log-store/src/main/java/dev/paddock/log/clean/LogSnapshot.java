package dev.paddock.log.clean;

import dev.paddock.log.producer.ProducerEntry;
import dev.paddock.log.segment.LogSegment;
import dev.paddock.log.segment.SegmentContext;
import java.util.List;

/**
 * A log as its owner saw it at one moment. The segments stay readable until this is closed, whatever becomes of the log.
 *
 * @param stableOffset the last stable offset, never above the high watermark
 * @param segments ascending, each retained once; the last is the one that is appended to
 * @param producers those that may go on
 * @param truncations how often the log was cut; when it was cut since, the segments are other ones
 */
public record LogSnapshot(
        SegmentContext context,
        long startOffset,
        long endOffset,
        long stableOffset,
        List<LogSegment> segments,
        List<ProducerEntry> producers,
        int truncations)
        implements AutoCloseable {
    @Override
    public void close() {
        segments.forEach(LogSegment::release);
    }
}
