package dev.paddock.coordinator.topic;

import java.util.Optional;

/** A live broker as placement sees it. */
public record BrokerRack(int id, Optional<String> rack) {}
