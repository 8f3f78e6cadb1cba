package dev.paddock.coordinator.zk;

/** A znode as it was read. The bytes are the reader's own; a znode without data reads as empty. */
@SuppressWarnings("ArrayRecordComponent") // Never compared: two reads are told apart by their stat.
public record Znode(byte[] bytes, ZnodeStat stat) {}
