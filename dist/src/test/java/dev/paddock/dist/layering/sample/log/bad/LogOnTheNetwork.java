package dev.paddock.dist.layering.sample.log.bad;

import io.netty.channel.Channel;

public record LogOnTheNetwork(Channel channel) {}
