package dev.paddock.log.index;

/**
 * A transaction that was rolled back, as consumers that read committed records only have to know of it.
 *
 * @param lastOffset that of its marker
 * @param lastStableOffset of the log when it ended: what lies below was decided then
 */
public record AbortedTxn(long producerId, long firstOffset, long lastOffset, long lastStableOffset) {}
