package dev.paddock.protocol.record;

/** Where a cursor's records come from: one of the two ways to lay them out. One thread's; closed by the cursor. */
interface RecordSource extends AutoCloseable {
    /** Shows the next record. @return false when there was none left */
    boolean next(RecordView view);

    /** Of the record shown: where it has a checksum of its own, whether that is right. */
    boolean isCrcValid();

    @Override
    void close();
}
