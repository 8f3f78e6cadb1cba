package dev.paddock.log.index;

/** The batch that begins at a position ends with an offset, or with a lower one when it was appended with others. */
public record OffsetEntry(int slot, long offset, long position) {}
