package dev.paddock.dist.layering.sample.coordinator.good;

public record Decision() {}
