package dev.paddock.log.epoch;

/** A leader epoch, and the offset of the first batch written in it. */
public record EpochStart(int epoch, long startOffset) {}
