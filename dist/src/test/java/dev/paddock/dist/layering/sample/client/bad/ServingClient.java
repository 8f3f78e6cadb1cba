package dev.paddock.dist.layering.sample.client.bad;

import io.netty.bootstrap.ServerBootstrap;

public record ServingClient(ServerBootstrap server) {}
