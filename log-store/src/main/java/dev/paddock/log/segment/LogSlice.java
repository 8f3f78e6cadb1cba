package dev.paddock.log.segment;

/**
 * Whole batches in the log file of a segment. Who sends them retains the segment first, takes {@link
 * LogSegment#channel()}, and releases it afterwards.
 *
 * @param baseOffset of the first batch
 * @param nextOffset base offset of the batch behind the slice; -1 when the slice goes to the end that was asked for
 */
public record LogSlice(LogSegment segment, long position, int length, long baseOffset, long nextOffset) {}
