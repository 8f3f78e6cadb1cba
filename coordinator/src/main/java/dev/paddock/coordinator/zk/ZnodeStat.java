package dev.paddock.coordinator.zk;

/**
 * What ZooKeeper knows of a znode: how often it was written, the transactions that created and last wrote it, and the
 * session that owns it (0 when it is not ephemeral).
 */
public record ZnodeStat(int version, long czxid, long mzxid, long ephemeralOwner) {}
