package dev.paddock.coordinator.zk;

/** A znode just created: its path, with the sequence number when it has one, and its stat. */
public record CreatedZnode(String path, ZnodeStat stat) {}
