package dev.paddock.dist.layering.sample.coordinator.bad;

import java.time.Clock;

public record TimedMachine(Clock clock) {}
