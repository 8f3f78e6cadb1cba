package dev.paddock.log.segment;

/** A record found by its timestamp. */
public record TimestampedOffset(long timestampMs, long offset, int leaderEpoch) {}
