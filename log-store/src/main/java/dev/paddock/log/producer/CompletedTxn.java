package dev.paddock.log.producer;

import dev.paddock.log.index.AbortedTxn;

/**
 * A transaction that a marker has just ended.
 *
 * @param lastOffset that of the marker
 * @param lastStableOffset where the log was stable up to right after it, were everything replicated
 */
public record CompletedTxn(
        long producerId, long firstOffset, long lastOffset, long lastStableOffset, boolean isAborted) {

    /** As the transaction index of the marker's segment has to hold it. */
    public AbortedTxn toAbortedTxn() {
        return new AbortedTxn(producerId, firstOffset, lastOffset, lastStableOffset);
    }
}
