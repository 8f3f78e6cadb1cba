package dev.paddock.log.segment;

import dev.paddock.protocol.record.BatchView;

/** Looks into one batch for a record by its timestamp. */
final class BatchSearch {
    private BatchSearch() {}

    /** The batch of the cursor, to the accuracy of a batch. */
    static TimestampedOffset find(BatchCursor cursor, long timestampMs, long fromOffset) {
        BatchView batch = cursor.batch();
        return new TimestampedOffset(batch.maxTimestamp(), Math.max(fromOffset, batch.baseOffset()), batch.leaderEpoch());
    }
}
