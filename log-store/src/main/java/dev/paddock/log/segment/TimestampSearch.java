package dev.paddock.log.segment;

import dev.paddock.log.index.TimeEntry;
import java.io.IOException;

/**
 * Finds the first record that is as old as a timestamp or younger, as ListOffsets asks for: through the time index to where
 * it may be at the earliest, then over the headers, then into the batch. Any thread.
 */
final class TimestampSearch {
    private final SegmentReader reader;
    private final SegmentIndexes indexes;

    TimestampSearch(SegmentReader reader, SegmentIndexes indexes) {
        this.reader = reader;
        this.indexes = indexes;
    }

    TimestampedOffset find(long timestampMs, long fromOffset) throws IOException {
        indexes.load();
        TimeEntry entry = indexes.times().floor(timestampMs);
        long from = entry != null && holds(entry) ? Math.max(entry.offset(), fromOffset) : fromOffset;
        try (BatchCursor cursor = reader.locate(from)) {
            for (boolean more = cursor != null; more; more = cursor.next()) {
                if (cursor.batch().maxTimestamp() >= timestampMs) {
                    TimestampedOffset found = BatchSearch.find(cursor, timestampMs, fromOffset);
                    if (found != null) {
                        return found;
                    }
                }
            }
            return null;
        }
    }

    /** Whether the batch with the entry's offset has its timestamp. */
    private boolean holds(TimeEntry entry) throws IOException {
        try (BatchCursor cursor = reader.locate(entry.offset())) {
            boolean holds = cursor != null && cursor.batch().maxTimestamp() == entry.timestamp();
            if (!holds) {
                indexes.suspect(entry.toString());
            }
            return holds;
        }
    }
}
