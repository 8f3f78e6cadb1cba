package dev.paddock.log.clean;

import dev.paddock.log.segment.LogSegment;
import dev.paddock.protocol.record.BatchView;
import dev.paddock.protocol.record.EndTxnMarker;
import dev.paddock.protocol.record.RecordCursor;
import dev.paddock.protocol.record.RecordView;
import io.netty.buffer.ByteBufAllocator;
import java.io.IOException;

/**
 * Fills the map with the keys of the dirty section, segment by segment, until it is full. Records that were aborted do not
 * count. Belongs to the cleaner's thread.
 */
final class KeyIndexer {
    private final OffsetMap map;
    private final long firstDirtyOffset;
    private final CleanedTransactions transactions;
    private final CleaningPace pace;
    private final CleaningStats stats;

    KeyIndexer(
            OffsetMap map,
            long firstDirtyOffset,
            CleanedTransactions transactions,
            CleaningPace pace,
            CleaningStats stats) {
        this.map = map;
        this.firstDirtyOffset = firstDirtyOffset;
        this.transactions = transactions;
        this.pace = pace;
        this.stats = stats;
    }

    /**
     * @param nextBaseOffset of the segment behind; offsets may be missing before it
     * @return false when the map is full; it knows all up to its latest offset
     */
    boolean index(LogSegment segment, long nextBaseOffset, CleaningBudget budget)
            throws IOException, CleaningCancelledException {
        long position = segment.positionOf(firstDirtyOffset);
        try (BatchReader reader = new BatchReader(segment, position, budget.bufferBytes(), budget.alloc())) {
            for (int read = reader.fill(); read > 0; read = reader.fill()) {
                pace.transferred(read);
                stats.mappedBytes += read;
                while (reader.next()) {
                    if (!index(reader.batch(), budget.alloc())) {
                        return false;
                    }
                }
            }
        }
        map.sawUpTo(nextBaseOffset - 1);
        return true;
    }

    private boolean index(BatchView batch, ByteBufAllocator alloc) {
        if (batch.isControl()) {
            indexMarker(batch, alloc);
        } else if (!transactions.onBatch(batch.producerId(), batch.lastOffset(), batch.isTransactional())
                && !indexRecords(batch, alloc)) {
            return false;
        }
        if (batch.lastOffset() >= firstDirtyOffset) {
            map.sawUpTo(batch.lastOffset());
        }
        return true;
    }

    private void indexMarker(BatchView batch, ByteBufAllocator alloc) {
        try (RecordCursor records = RecordCursor.over(batch, alloc)) {
            EndTxnMarker marker = records.next() ? EndTxnMarker.of(records.record()) : null;
            if (marker != null && marker.isCommit()) {
                transactions.onCommit(batch.producerId(), batch.lastOffset());
            } else if (marker != null) {
                transactions.onAbort(batch.producerId(), batch.lastOffset());
            }
        }
    }

    private boolean indexRecords(BatchView batch, ByteBufAllocator alloc) {
        try (RecordCursor records = RecordCursor.over(batch, alloc)) {
            while (records.next()) {
                RecordView record = records.record();
                boolean counts = record.offset() >= firstDirtyOffset && record.hasKey();
                if (counts && !map.put(record.key(), record.offset())) {
                    return false;
                }
            }
            return true;
        }
    }
}
