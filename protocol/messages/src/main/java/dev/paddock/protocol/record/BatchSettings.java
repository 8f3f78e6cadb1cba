package dev.paddock.protocol.record;

/** What the header of a batch says, besides what its records tell. */
public record BatchSettings(
        Format format, Times times, Producer producer, boolean isControl, int leaderEpoch, long baseOffset) {
    private static final int NO_LEADER_EPOCH = -1;

    /** @param level of the codec, or {@link Compression#DEFAULT_LEVEL} */
    public record Format(byte magic, Compression compression, int level) {}

    /**
     * @param appendTimeMs the time of all records when the type is {@link TimestampType#LOG_APPEND_TIME}
     * @param deleteHorizonMs from when on tombstones may go (KIP-534), or {@link BatchView#NO_TIMESTAMP}
     */
    public record Times(TimestampType type, long appendTimeMs, long deleteHorizonMs) {
        public static final Times CREATE =
                new Times(TimestampType.CREATE_TIME, BatchView.NO_TIMESTAMP, BatchView.NO_TIMESTAMP);

        public static Times appendedAt(long nowMs) {
            return new Times(TimestampType.LOG_APPEND_TIME, nowMs, BatchView.NO_TIMESTAMP);
        }
    }

    public record Producer(long id, short epoch, int baseSequence, boolean isTransactional) {
        public static final Producer NONE =
                new Producer(BatchView.NO_PRODUCER_ID, BatchView.NO_PRODUCER_EPOCH, BatchView.NO_SEQUENCE, false);
    }

    /** A plain batch, of no producer id. */
    public static BatchSettings of(byte magic, Compression compression, long baseOffset) {
        Format format = new Format(magic, compression, Compression.DEFAULT_LEVEL);
        return new BatchSettings(format, Times.CREATE, Producer.NONE, false, NO_LEADER_EPOCH, baseOffset);
    }

    /** Everything as a batch has it; in the formats 0 and 1 the base offset is that of its last record. */
    public static BatchSettings like(BatchView batch) {
        Format format = new Format(batch.magic(), Compression.require(batch.codec()), Compression.DEFAULT_LEVEL);
        boolean isAppendTime = batch.isLogAppendTime();
        Times times = new Times(
                isAppendTime ? TimestampType.LOG_APPEND_TIME : TimestampType.CREATE_TIME,
                isAppendTime ? batch.maxTimestamp() : BatchView.NO_TIMESTAMP,
                batch.hasDeleteHorizon() ? batch.baseTimestamp() : BatchView.NO_TIMESTAMP);
        Producer producer =
                new Producer(batch.producerId(), batch.producerEpoch(), batch.baseSequence(), batch.isTransactional());
        return new BatchSettings(format, times, producer, batch.isControl(), batch.leaderEpoch(), batch.baseOffset());
    }

    public BatchSettings with(Format other) {
        return new BatchSettings(other, times, producer, isControl, leaderEpoch, baseOffset);
    }

    public BatchSettings with(Times other) {
        return new BatchSettings(format, other, producer, isControl, leaderEpoch, baseOffset);
    }

    public BatchSettings with(Producer other) {
        return new BatchSettings(format, times, other, isControl, leaderEpoch, baseOffset);
    }

    public BatchSettings withDeleteHorizon(long horizonMs) {
        return with(new Times(times.type, times.appendTimeMs, horizonMs));
    }

    public BatchSettings withBaseOffset(long offset) {
        return new BatchSettings(format, times, producer, isControl, leaderEpoch, offset);
    }

    public BatchSettings asControl() {
        return new BatchSettings(format, times, producer, true, leaderEpoch, baseOffset);
    }
}
