package dev.paddock.log.segment;

import dev.paddock.protocol.record.BatchView;
import dev.paddock.protocol.record.InvalidRecordsException;
import dev.paddock.protocol.record.RecordCursor;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.io.IOException;

/** Looks into one batch for a record by its timestamp. */
final class BatchSearch {
    private BatchSearch() {}

    /** The first record of the cursor's batch from an offset on that is not older; null when there is none. */
    static TimestampedOffset find(BatchCursor cursor, long timestampMs, long fromOffset) throws IOException {
        ByteBuf bytes = cursor.readBatch();
        BatchView batch = new BatchView().wrap(bytes, 0);
        try {
            if (!batch.isCrcValid()) {
                throw cursor.corrupt("has a batch whose checksum is wrong");
            }
            try (RecordCursor records = RecordCursor.over(batch, ByteBufAllocator.DEFAULT)) {
                while (records.next()) {
                    long offset = records.record().offset();
                    if (records.record().timestamp() >= timestampMs && offset >= fromOffset) {
                        return new TimestampedOffset(records.record().timestamp(), offset, batch.leaderEpoch());
                    }
                }
            }
            return null;
        } catch (InvalidRecordsException e) {
            throw cursor.corrupt("has a batch that cannot be read: " + e.getMessage());
        } finally {
            bytes.release();
        }
    }
}
