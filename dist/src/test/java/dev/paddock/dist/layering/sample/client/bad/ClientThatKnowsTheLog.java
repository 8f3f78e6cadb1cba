package dev.paddock.dist.layering.sample.client.bad;

import dev.paddock.dist.layering.sample.log.good.Segment;

public record ClientThatKnowsTheLog(Segment segment) {}
