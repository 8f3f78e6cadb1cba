package dev.paddock.dist.layering.sample.protocol.bad;

import dev.paddock.dist.layering.sample.log.good.Segment;

public record ProtocolThatKnowsTheLog(Segment segment) {}
