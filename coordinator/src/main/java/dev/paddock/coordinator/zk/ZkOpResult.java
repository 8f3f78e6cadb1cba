package dev.paddock.coordinator.zk;

import java.util.Optional;

/** What one step of a transaction did: the path it touched (with its sequence number), and its new stat after a set. */
public record ZkOpResult(String path, Optional<ZnodeStat> stat) {}
