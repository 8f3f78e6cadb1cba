package dev.paddock.log.clean;

import dev.paddock.log.index.AbortedTxn;
import dev.paddock.log.producer.ProducerEntry;
import dev.paddock.protocol.record.BatchBuilder;
import dev.paddock.protocol.record.BatchSettings;
import dev.paddock.protocol.record.BatchView;
import dev.paddock.protocol.record.EndTxnMarker;
import dev.paddock.protocol.record.RecordCursor;
import dev.paddock.protocol.record.RecordView;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.io.IOException;
import java.util.BitSet;
import java.util.List;

/**
 * Decides what stays of each batch, and writes it. Sees the batches of a log in order; belongs to the cleaner's thread.
 *
 * <pre>
 *   aborted data                      gone
 *   a marker with data before it      stays; the data goes first
 *   a marker without                  gets a delete horizon (KIP-534), and goes when that has passed
 *   a record that a later one of      gone
 *     its key follows, or without key
 *   a tombstone                       gets a delete horizon, and goes when that has passed
 *   nothing left of a batch           gone, but for a header when its producer or the log's end needs it
 * </pre>
 */
final class BatchCleaner {
    private final CleaningRound round;
    private final OffsetMap map;
    private final CleanedTransactions transactions = new CleanedTransactions();
    private final CleaningStats stats;
    private final ByteBufAllocator alloc;
    private final BitSet retained = new BitSet();
    private boolean retainsOldTombstones;
    private AbortedIndex index = txn -> {};

    BatchCleaner(CleaningRound round, OffsetMap map, CleaningStats stats, ByteBufAllocator alloc) {
        this.round = round;
        this.map = map;
        this.stats = stats;
        this.alloc = alloc;
    }

    /** Of the segment that is being written. */
    interface AbortedIndex {
        void append(AbortedTxn txn) throws IOException;
    }

    /**
     * What has to be known before a segment.
     *
     * @param aborted the transactions that touch it
     * @param retainsTombstones whether those of the formats 0 and 1 stay, which have no delete horizon
     */
    record Expectations(List<AbortedTxn> aborted, boolean retainsTombstones) {}

    /** @param abortedIndex is told of the aborted transactions whose markers stay */
    void beginSegment(Expectations expectations, AbortedIndex abortedIndex) {
        transactions.expect(expectations.aborted());
        retainsOldTombstones = expectations.retainsTombstones();
        index = abortedIndex;
    }

    /** Writes what stays behind the bytes that are there. */
    void clean(BatchView batch, ByteBuf out) throws IOException {
        stats.readBytes += batch.sizeInBytes();
        boolean isSettled = isSettled(batch);
        boolean isGone = isSettled && (!batch.isControl() || hasPassedHorizon(batch));
        Records kept = isGone ? Records.NONE : choose(batch);
        int before = out.writerIndex();
        if (kept.count() > 0) {
            write(batch, kept, isSettled, out);
        } else if (staysEmpty(batch)) {
            moveTo(out, BatchBuilder.empty(batch, alloc));
        }
        stats.writtenBytes += out.writerIndex() - before;
        stats.writtenRecords += kept.count();
    }

    /** Data that was aborted, or a marker of a transaction of which nothing is left. */
    private boolean isSettled(BatchView batch) throws IOException {
        if (!batch.isControl()) {
            return transactions.onBatch(batch.producerId(), batch.lastOffset(), batch.isTransactional());
        }
        try (RecordCursor records = RecordCursor.over(batch, alloc)) {
            if (!records.next()) {
                // What was left of it is only its header.
                return true;
            }
            EndTxnMarker marker = EndTxnMarker.of(records.record());
            if (marker == null) {
                return false;
            }
            if (marker.isCommit()) {
                return transactions.onCommit(batch.producerId(), batch.lastOffset());
            }
            AbortedTxn aborted = transactions.onAbort(batch.producerId(), batch.lastOffset());
            if (aborted != null) {
                index.append(aborted);
            }
            return aborted == null;
        }
    }

    private boolean hasPassedHorizon(BatchView batch) {
        return batch.hasDeleteHorizon() && batch.baseTimestamp() <= round.nowMs();
    }

    /** @param isWhole whether all of them stay */
    private record Records(int count, boolean isWhole, boolean haveTombstone, long firstOffset) {
        static final Records NONE = new Records(0, false, false, -1);
    }

    private Records choose(BatchView batch) {
        retained.clear();
        int count = 0;
        boolean haveTombstone = false;
        long firstOffset = -1;
        try (RecordCursor records = RecordCursor.over(batch, alloc)) {
            while (records.next()) {
                RecordView record = records.record();
                if (batch.isControl() || stays(batch, record)) {
                    retained.set(count);
                    firstOffset = firstOffset < 0 ? record.offset() : firstOffset;
                    haveTombstone |= !record.hasValue();
                }
                count++;
            }
        }
        stats.readRecords += count;
        int kept = retained.cardinality();
        return new Records(kept, kept == count, haveTombstone, firstOffset);
    }

    private boolean stays(BatchView batch, RecordView record) {
        if (record.offset() > map.latestOffset()) {
            return true;
        }
        if (!record.hasKey()) {
            stats.recordsWithoutKey++;
            return false;
        }
        return record.offset() >= map.get(record.key()) && (record.hasValue() || tombstonesStay(batch));
    }

    private boolean tombstonesStay(BatchView batch) {
        return batch.magic() < BatchView.MAGIC_V2 ? retainsOldTombstones : !hasPassedHorizon(batch);
    }

    /** Only format 2 can say that there was something. */
    private boolean staysEmpty(BatchView batch) {
        return batch.magic() >= BatchView.MAGIC_V2
                && (batch.nextOffset() == round.endOffset() || (batch.hasProducerId() && isLastOfProducer(batch)));
    }

    /** Its last sequence; or, of one that has only ended transactions since, the marker with its epoch. */
    private boolean isLastOfProducer(BatchView batch) {
        ProducerEntry producer = round.producers().get(batch.producerId());
        if (producer == null) {
            return false;
        }
        return producer.hasBatch()
                ? batch.lastOffset() == producer.lastOffset()
                : batch.isControl() && batch.producerEpoch() == producer.epoch();
    }

    private void write(BatchView batch, Records kept, boolean isSettled, ByteBuf out) {
        boolean getsHorizon = batch.magic() >= BatchView.MAGIC_V2
                && (kept.haveTombstone() || (batch.isControl() && isSettled))
                && !batch.hasDeleteHorizon();
        if (kept.isWhole() && !getsHorizon) {
            out.writeBytes(batch.buffer(), batch.startIndex(), batch.sizeInBytes());
            return;
        }
        BatchSettings settings = BatchSettings.like(batch);
        if (getsHorizon) {
            settings = settings.withDeleteHorizon(round.nowMs() + round.deleteRetentionMs());
        } else if (batch.magic() < BatchView.MAGIC_V2) {
            settings = settings.withBaseOffset(kept.firstOffset());
        }
        rewrite(batch, settings, out);
    }

    private void rewrite(BatchView batch, BatchSettings settings, ByteBuf out) {
        try (RecordCursor records = RecordCursor.over(batch, alloc);
                BatchBuilder builder = BatchBuilder.of(settings, alloc)) {
            for (int i = 0; records.next(); i++) {
                if (retained.get(i)) {
                    builder.append(records.record());
                }
            }
            // The producer's next sequence counts from the last offset, whatever became of the record.
            moveTo(out, builder.buildUpTo(batch.lastOffset()));
        }
    }

    private static void moveTo(ByteBuf out, ByteBuf batch) {
        try {
            out.writeBytes(batch);
        } finally {
            batch.release();
        }
    }
}
