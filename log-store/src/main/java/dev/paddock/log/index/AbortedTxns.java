package dev.paddock.log.index;

import java.util.List;

/**
 * What a segment knows of aborted transactions that touch a range of offsets.
 *
 * @param isComplete whether none of a later segment can touch the range
 */
public record AbortedTxns(List<AbortedTxn> found, boolean isComplete) {}
