package dev.paddock.dist.layering.sample.bench.bad;

import dev.paddock.dist.layering.sample.tools.good.Tool;

public record BenchThatKnowsTheTools(Tool tool) {}
