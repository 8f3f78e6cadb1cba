package dev.paddock.coordinator.zk;

/** The versions of a feature that a broker supports. */
public record VersionRange(short min, short max) {}
