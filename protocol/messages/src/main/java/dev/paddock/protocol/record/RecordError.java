package dev.paddock.protocol.record;

/** What is wrong with one record, by its place in the producer's batch. */
public record RecordError(int index, String message) {}
