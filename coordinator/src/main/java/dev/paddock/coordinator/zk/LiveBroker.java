package dev.paddock.coordinator.zk;

/** A registered broker and its epoch, the czxid of its registration: it grows with every registration. */
public record LiveBroker(RegisteredBroker broker, long epoch) {}
