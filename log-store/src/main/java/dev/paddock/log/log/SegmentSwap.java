package dev.paddock.log.log;

import dev.paddock.log.segment.LogSegment;
import java.io.IOException;
import java.util.List;

/**
 * Puts compacted segments in the place of those that they were made from. The process may die at any step: the next start
 * throws away what is .cleaned, and finishes what is .swap. Owned by the log's thread.
 */
final class SegmentSwap {
    private final LogState log;
    private final SegmentDisposal disposal;

    SegmentSwap(LogState log, SegmentDisposal disposal) {
        this.log = log;
        this.disposal = disposal;
    }

    boolean replace(List<LogSegment> old, List<LogSegment> cleaned) throws IOException {
        if (!log.segments.holds(old)) {
            return false;
        }
        for (LogSegment segment : cleaned) {
            segment.rename(".swap");
        }
        // From here on the old ones are no longer needed, on the disk as well.
        log.segmentContext.directory().forceFolder(log.segmentContext.folder());
        for (LogSegment segment : old) {
            disposal.dispose(segment);
        }
        for (LogSegment segment : cleaned) {
            segment.rename("");
        }
        log.segments.replace(old, cleaned);
        log.folderChanged = true;
        log.sizeChanged();
        return true;
    }
}
