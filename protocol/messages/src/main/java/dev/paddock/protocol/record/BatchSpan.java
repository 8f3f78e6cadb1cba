package dev.paddock.protocol.record;

/**
 * One batch of what may be appended, so that the log needs not look at the bytes again.
 *
 * @param index where it begins in the buffer
 * @param offsetDeltaOfMaxTimestamp from the base offset; the last record's, as Kafka's time index names the batch
 */
public record BatchSpan(
        int index,
        int sizeInBytes,
        int count,
        long maxTimestamp,
        int offsetDeltaOfMaxTimestamp,
        long producerId,
        short producerEpoch,
        int baseSequence,
        int lastSequence,
        boolean isTransactional,
        boolean isControl) {

    public static BatchSpan of(BatchView batch) {
        return new BatchSpan(
                batch.startIndex(),
                batch.sizeInBytes(),
                batch.lastOffsetDelta() + 1,
                batch.maxTimestamp(),
                batch.lastOffsetDelta(),
                batch.producerId(),
                batch.producerEpoch(),
                batch.baseSequence(),
                batch.lastSequence(),
                batch.isTransactional(),
                batch.isControl());
    }

    public int endIndex() {
        return index + sizeInBytes;
    }
}
