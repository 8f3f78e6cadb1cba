package dev.paddock.log.log;

/** What {@link PartitionLog#read} found without the disk. */
public sealed interface LogRead permits TailRead, ColdRead, LogRead.Nothing {
    /** There is nothing to read: not yet, or not there, or not any more. */
    enum Nothing implements LogRead {
        /** The offset is the bound, or above it and not above the end: something may come. */
        YET,
        /** The offset is below the start or above the end of the log: OFFSET_OUT_OF_RANGE. */
        OUT_OF_RANGE,
        /** The log dir is offline, or the log is closed: KAFKA_STORAGE_ERROR. */
        OFFLINE
    }
}
