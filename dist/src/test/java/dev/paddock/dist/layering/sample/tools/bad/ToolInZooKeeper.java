package dev.paddock.dist.layering.sample.tools.bad;

import org.apache.zookeeper.ZooKeeper;

public record ToolInZooKeeper(ZooKeeper zooKeeper) {}
