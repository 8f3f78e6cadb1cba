package dev.paddock.log.log;

import dev.paddock.log.segment.LogSegment;
import java.io.IOException;
import java.util.ArrayList;
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
        // From the last on: where the first is .swap all are, which the next start counts on.
        for (int i = cleaned.size() - 1; i >= 0; i--) {
            cleaned.get(i).rename(".swap");
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
        // Readers at the end are not to be given for long what is gone from the disk, when somebody wanted it to be
        // gone.
        log.tail.dropBefore(endOf(cleaned.get(cleaned.size() - 1)));
        disposal.disposeSnapshots(basesWithout(old, cleaned));
        log.folderChanged = true;
        log.sizeChanged();
        return true;
    }

    /** Where the segment behind a sealed one begins. */
    private long endOf(LogSegment sealed) {
        return log.segments.get(log.segments.indexFor(sealed.baseOffset()) + 1).baseOffset();
    }

    /** Where no segment begins any more. */
    private static List<Long> basesWithout(List<LogSegment> old, List<LogSegment> cleaned) {
        List<Long> bases = new ArrayList<>();
        old.forEach(segment -> bases.add(segment.baseOffset()));
        cleaned.forEach(segment -> bases.remove(Long.valueOf(segment.baseOffset())));
        return bases;
    }
}
