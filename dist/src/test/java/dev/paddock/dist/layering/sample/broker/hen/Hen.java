package dev.paddock.dist.layering.sample.broker.hen;

import dev.paddock.dist.layering.sample.broker.egg.Egg;

public record Hen(Egg egg) {}
