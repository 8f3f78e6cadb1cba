package dev.paddock.log.segment;

/**
 * What a recovery found.
 *
 * @param nextOffset behind the last batch; the base offset of the segment when it has none
 * @param truncatedBytes how much of the end was cut off
 * @param problem why, for the log of the operator; null when nothing was cut off
 */
public record SegmentScan(long nextOffset, long sizeBytes, long truncatedBytes, String problem) {}
