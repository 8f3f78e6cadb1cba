package dev.paddock.dist.layering.sample.coordinator.bad;

import dev.paddock.dist.layering.sample.log.good.Segment;

public record CoordinatorThatKnowsTheLog(Segment segment) {}
