package dev.paddock.log.producer;

/**
 * What a snapshot holds of one producer.
 *
 * @param lastSequence of its last batch; -1 when there is none, or when it had none
 * @param lastOffset of its last batch, or -1 when none is known, as after a new epoch that began with a marker
 * @param offsetDelta from the first to the last offset of that batch
 * @param coordinatorEpoch of its last marker, or -1
 * @param txnFirstOffset where its open transaction begins, or -1
 */
public record ProducerEntry(
        long producerId,
        short epoch,
        int lastSequence,
        long lastOffset,
        int offsetDelta,
        long lastTimestamp,
        int coordinatorEpoch,
        long txnFirstOffset) {

    public boolean hasBatch() {
        return lastOffset >= 0;
    }

    public boolean hasOpenTransaction() {
        return txnFirstOffset >= 0;
    }
}
