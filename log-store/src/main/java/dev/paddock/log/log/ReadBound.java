package dev.paddock.log.log;

/** Up to where a reader may read. */
public enum ReadBound {
    /** All that was appended: for replicas. */
    LOG_END,
    /** What cannot be lost any more: for consumers. */
    HIGH_WATERMARK,
    /** What is before every open transaction, too: for consumers of committed records. */
    COMMITTED
}
