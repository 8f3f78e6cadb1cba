package dev.paddock.dist.layering.sample.broker.egg;

import dev.paddock.dist.layering.sample.broker.hen.Hen;

public record Egg(Hen hen) {}
