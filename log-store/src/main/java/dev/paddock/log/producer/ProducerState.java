package dev.paddock.log.producer;

import dev.paddock.protocol.record.BatchView;
import java.util.Arrays;

/**
 * What is remembered of one producer: its epoch, its open transaction and its last batches, at most five, which is how many
 * requests a producer may have on the way. An idle one costs about 200 bytes, one that came from a snapshot 100.
 *
 * <pre>
 *   batches: a ring of up to five   | last offset | timestamp | last sequence, first to last offset |
 * </pre>
 */
final class ProducerState {
    static final int BATCHES_MAX = 5;
    private static final int LONGS = 3;
    private static final long[] NO_BATCHES = {};

    private final long producerId;
    private short epoch = BatchView.NO_PRODUCER_EPOCH;
    private int coordinatorEpoch = -1;
    private long lastTimestamp = BatchView.NO_TIMESTAMP;
    private long txnFirstOffset = -1;
    private long[] batches = NO_BATCHES;
    private byte first;
    private byte count;

    ProducerState(long producerId) {
        this.producerId = producerId;
    }

    ProducerState(ProducerEntry entry) {
        this(entry.producerId());
        epoch = entry.epoch();
        coordinatorEpoch = entry.coordinatorEpoch();
        lastTimestamp = entry.lastTimestamp();
        txnFirstOffset = entry.hasOpenTransaction() ? entry.txnFirstOffset() : -1;
        if (entry.hasBatch()) {
            remember(entry.lastSequence(), entry.lastOffset(), entry.offsetDelta(), entry.lastTimestamp());
        }
    }

    ProducerState copy() {
        ProducerState copy = new ProducerState(producerId);
        copy.epoch = epoch;
        copy.coordinatorEpoch = coordinatorEpoch;
        copy.lastTimestamp = lastTimestamp;
        copy.txnFirstOffset = txnFirstOffset;
        copy.batches = batches.clone();
        copy.first = first;
        copy.count = count;
        return copy;
    }

    /** Returns where a transaction begins with this batch, or -1. */
    long applyRecords(ProducerBatch batch) {
        takeEpoch(batch.epoch());
        remember(batch.lastSequence(), batch.lastOffset(), batch.offsetDelta(), batch.timestamp());
        lastTimestamp = batch.timestamp();
        if (!batch.isTransactional() || txnFirstOffset >= 0) {
            return -1;
        }
        txnFirstOffset = batch.firstOffset();
        return txnFirstOffset;
    }

    /** Returns where the transaction began that ends, or -1. */
    long applyMarker(ProducerBatch marker) {
        long began = txnFirstOffset;
        takeEpoch(marker.epoch());
        coordinatorEpoch = marker.coordinatorEpoch();
        lastTimestamp = marker.timestamp();
        txnFirstOffset = -1;
        return began;
    }

    private void takeEpoch(short newEpoch) {
        if (epoch != newEpoch) {
            count = 0;
            first = 0;
            epoch = newEpoch;
        }
    }

    private void remember(int lastSequence, long lastOffset, int offsetDelta, long timestamp) {
        if (count * LONGS == batches.length && count < BATCHES_MAX) {
            makeRoom();
        }
        if (count == BATCHES_MAX) {
            first = (byte) ((first + 1) % BATCHES_MAX);
            count--;
        }
        int at = at(count);
        batches[at] = lastOffset;
        batches[at + 1] = timestamp;
        batches[at + 2] = ((long) lastSequence << Integer.SIZE) | Integer.toUnsignedLong(offsetDelta);
        count++;
    }

    /** Most producers of a partition have sent one batch or very many. */
    private void makeRoom() {
        batches = Arrays.copyOf(batches, (count == 0 ? 1 : BATCHES_MAX) * LONGS);
    }

    private int at(int index) {
        return (first + index) % BATCHES_MAX * LONGS;
    }

    /** The same batch, if it is one of the last; else null. */
    RememberedBatch find(short batchEpoch, int firstSequence, int lastSequence) {
        for (int i = 0; batchEpoch == epoch && i < count; i++) {
            if (lastSequence(i) == lastSequence && firstSequence(i) == firstSequence) {
                long lastOffset = batches[at(i)];
                return new RememberedBatch(
                        lastOffset - offsetDelta(i), lastOffset, firstSequence, lastSequence, batches[at(i) + 1]);
            }
        }
        return null;
    }

    private int lastSequence(int index) {
        return (int) (batches[at(index) + 2] >> Integer.SIZE);
    }

    private int offsetDelta(int index) {
        return (int) batches[at(index) + 2];
    }

    /** Sequences count from 0 again after the largest int. */
    private int firstSequence(int index) {
        return (lastSequence(index) - offsetDelta(index)) & Integer.MAX_VALUE;
    }

    boolean isExpired(long nowMs, long expirationMs) {
        return !hasOpenTransaction() && nowMs - lastTimestamp >= expirationMs;
    }

    ProducerEntry toEntry() {
        int last = count - 1;
        return new ProducerEntry(
                producerId,
                epoch,
                lastSequence(),
                count == 0 ? -1 : batches[at(last)],
                count == 0 ? 0 : offsetDelta(last),
                lastTimestamp,
                coordinatorEpoch,
                txnFirstOffset);
    }

    long producerId() {
        return producerId;
    }

    short epoch() {
        return epoch;
    }

    int coordinatorEpoch() {
        return coordinatorEpoch;
    }

    long lastTimestamp() {
        return lastTimestamp;
    }

    /** Of the last batch in this epoch, or -1. */
    int lastSequence() {
        return count == 0 ? BatchView.NO_SEQUENCE : lastSequence(count - 1);
    }

    boolean hasOpenTransaction() {
        return txnFirstOffset >= 0;
    }
}
