package dev.paddock.dist.layering.sample.tools.bad;

import dev.paddock.dist.layering.sample.log.good.Segment;

public record ToolThatKnowsTheLog(Segment segment) {}
