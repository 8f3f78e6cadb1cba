package dev.paddock.dist.layering.sample.tools.good;

public record Tool() {}
