package dev.paddock.protocol.record;

/** What a topic asks of each record, beside those of its batch. One thread's, for one append. */
final class RecordRules {
    private final ValidationRules rules;
    private final long nowMs;
    private final boolean isBatchAppendTime;
    private final boolean mayPassAtOnce;

    RecordRules(ValidationRules rules, long nowMs, BatchView batch) {
        this.rules = rules;
        this.nowMs = nowMs;
        isBatchAppendTime = batch.isLogAppendTime();
        mayPassAtOnce = !rules.isCompacted() && !rules.areTimestampsBounded() && !isBatchAppendTime;
    }

    /** Whether no record can be against the rules. */
    boolean allowAll() {
        return mayPassAtOnce;
    }

    /** Adds what is wrong with a record to the errors, if anything is. */
    void check(int index, RecordView record, RecordErrors errors) {
        check(index, record.hasKey(), record.timestamp(), errors);
    }

    void check(int index, boolean hasKey, long timestamp, RecordErrors errors) {
        if (rules.isCompacted() && !hasKey) {
            String message =
                    "Compacted topic cannot accept message without key in topic partition " + rules.partition();
            errors.add(new RecordError(index, message), false);
        } else if (rules.timestampType() == TimestampType.CREATE_TIME && timestamp != BatchView.NO_TIMESTAMP) {
            checkBounds(index, timestamp, errors);
        } else if (isBatchAppendTime) {
            String message = "Invalid timestamp type in message " + index
                    + ". Producer should not set timestamp type to LogAppendTime.";
            errors.add(new RecordError(index, message), true);
        }
    }

    private void checkBounds(int index, long timestamp, RecordErrors errors) {
        long age = nowMs - timestamp;
        if (age > rules.timestampBeforeMaxMs() || -age > rules.timestampAfterMaxMs()) {
            String message = "Timestamp " + timestamp + " of message with index " + index
                    + " is out of range. The timestamp should be within [" + (nowMs - rules.timestampBeforeMaxMs())
                    + ", " + (nowMs + rules.timestampAfterMaxMs()) + "]";
            errors.add(new RecordError(index, message), true);
        }
    }
}
