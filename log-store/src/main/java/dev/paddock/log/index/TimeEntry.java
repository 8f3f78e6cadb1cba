package dev.paddock.log.index;

/** Nothing up to the offset is younger than the timestamp, and the batch with the offset has it. */
public record TimeEntry(long timestamp, long offset) {}
