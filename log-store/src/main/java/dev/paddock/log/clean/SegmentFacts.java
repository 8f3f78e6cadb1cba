package dev.paddock.log.clean;

/**
 * What the rules of cleaning ask of a segment. The timestamps are -1 when nobody needs them.
 *
 * @param largestTimestamp of all its records
 * @param firstTimestamp the largest of its first batch
 */
record SegmentFacts(
        long baseOffset,
        long sizeBytes,
        long offsetIndexBytes,
        long timeIndexBytes,
        long largestTimestamp,
        long firstTimestamp) {}
