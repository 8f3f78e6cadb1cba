package dev.paddock.coordinator.controller;

import dev.paddock.coordinator.zk.ControllerEpochZnode;
import dev.paddock.coordinator.zk.ZkOp;

/** One broker's time as the controller: its epoch, and the version that {@code /controller_epoch} has through it. */
public record ControllerTenure(int epoch, int epochZkVersion) {
    /** To be the first step of every transaction of the controller: fails when another has been elected since (KAFKA-6082). */
    public ZkOp guard() {
        return new ZkOp.Check(ControllerEpochZnode.PATH, epochZkVersion);
    }
}
