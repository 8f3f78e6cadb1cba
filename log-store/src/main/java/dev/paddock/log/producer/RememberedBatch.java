package dev.paddock.log.producer;

/** One of the last batches of a producer: what it is told when it sends the batch again. */
public record RememberedBatch(long firstOffset, long lastOffset, int firstSequence, int lastSequence, long timestamp) {}
