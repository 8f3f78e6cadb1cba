package dev.paddock.log.segment;

/** Where a batch lies in the log file of a segment. */
public record FilePosition(long baseOffset, long lastOffset, long position, int sizeBytes) {}
