package dev.paddock.dist.layering.peer;

public record KafkaClass() {}
