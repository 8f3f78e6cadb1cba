package dev.paddock.log.producer;

import dev.paddock.protocol.record.BatchView;

/**
 * What is to be known of a batch to follow its producer. Filled from one batch after the other, so that checking and
 * applying allocate nothing; belongs to one thread.
 */
public final class ProducerBatch {
    /** What kind of batch it is. */
    enum Kind {
        /** Of no producer that has an id. */
        ANONYMOUS,
        RECORDS,
        COMMIT,
        ABORT,
        /** A control batch whose marker was compacted away, with all of its transaction. */
        EMPTIED,
        /** A control batch of a producer that ends no transaction. */
        UNREADABLE
    }

    private final ControlMarker marker = new ControlMarker();
    private Kind kind = Kind.ANONYMOUS;
    private long producerId = BatchView.NO_PRODUCER_ID;
    private short epoch;
    private int firstSequence;
    private int lastSequence;
    private long firstOffset;
    private long lastOffset;
    private long timestamp;
    private boolean transactional;
    private int coordinatorEpoch;

    /** Takes over what a batch says now; its offsets count only for what is applied. */
    public ProducerBatch read(BatchView batch) {
        firstOffset = batch.baseOffset();
        lastOffset = batch.lastOffset();
        timestamp = batch.maxTimestamp();
        producerId = batch.producerId();
        epoch = batch.producerEpoch();
        firstSequence = batch.baseSequence();
        lastSequence = batch.lastSequence();
        transactional = batch.isTransactional();
        coordinatorEpoch = -1;
        kind = kindOf(batch);
        return this;
    }

    private Kind kindOf(BatchView batch) {
        if (!batch.hasProducerId()) {
            return Kind.ANONYMOUS;
        }
        if (!batch.isControl()) {
            return Kind.RECORDS;
        }
        if (batch.count() == 0) {
            return Kind.EMPTIED;
        }
        if (!marker.read(batch)) {
            return Kind.UNREADABLE;
        }
        coordinatorEpoch = marker.coordinatorEpoch();
        return marker.aborts() ? Kind.ABORT : Kind.COMMIT;
    }

    Kind kind() {
        return kind;
    }

    boolean isMarker() {
        return kind == Kind.COMMIT || kind == Kind.ABORT;
    }

    public long producerId() {
        return producerId;
    }

    public short epoch() {
        return epoch;
    }

    public boolean isTransactional() {
        return transactional;
    }

    int firstSequence() {
        return firstSequence;
    }

    int lastSequence() {
        return lastSequence;
    }

    long firstOffset() {
        return firstOffset;
    }

    long lastOffset() {
        return lastOffset;
    }

    int offsetDelta() {
        return (int) (lastOffset - firstOffset);
    }

    long timestamp() {
        return timestamp;
    }

    int coordinatorEpoch() {
        return coordinatorEpoch;
    }
}
