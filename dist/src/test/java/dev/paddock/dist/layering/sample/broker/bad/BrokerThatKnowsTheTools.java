package dev.paddock.dist.layering.sample.broker.bad;

import dev.paddock.dist.layering.sample.tools.good.Tool;

public record BrokerThatKnowsTheTools(Tool tool) {}
