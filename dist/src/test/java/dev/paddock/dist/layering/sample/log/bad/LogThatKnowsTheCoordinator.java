package dev.paddock.dist.layering.sample.log.bad;

import dev.paddock.dist.layering.sample.coordinator.good.Decision;

public record LogThatKnowsTheCoordinator(Decision decision) {}
