package dev.paddock.dist.layering.sample.stray;

public record Stray() {}
