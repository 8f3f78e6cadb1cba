package dev.paddock.dist.layering.sample.log.good;

public record Segment() {}
