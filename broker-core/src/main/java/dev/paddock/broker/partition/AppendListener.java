package dev.paddock.broker.partition;

/** Hears what becomes of records for one partition: both calls come once, in this order, on the partition's shard. */
public interface AppendListener {
    /** They are in the log or refused; their bytes are not needed any more. */
    void appended();

    /** There is an answer. */
    void done();
}
