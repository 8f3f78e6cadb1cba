package dev.paddock.log.index;

/**
 * A transaction that was aborted, as readers of committed records are told of it.
 *
 * @param firstOffset of its first record
 * @param lastOffset of the marker that ended it
 * @param lastStableOffset when it had ended
 */
public record AbortedTxn(long producerId, long firstOffset, long lastOffset, long lastStableOffset) {}
