package dev.paddock.broker.net;

import dev.paddock.broker.config.Listener;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** Stands before a listener's acceptor: turns away whom the quota does not let in, and stops accepting while it is full. */
final class AcceptGate extends ChannelInboundHandlerAdapter {
    private final Listener listener;
    private final ConnectionQuota quota;
    private final LogLimiter complaints;
    private final Runnable onChange;

    /** @param onChange told after each coming and going */
    AcceptGate(Listener listener, ConnectionQuota quota, LogLimiter complaints, Runnable onChange) {
        this.listener = listener;
        this.quota = quota;
        this.complaints = complaints;
        this.onChange = onChange;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        Channel child = (Channel) message;
        InetAddress address = ((InetSocketAddress) child.remoteAddress()).getAddress();
        if (!quota.tryAdd(listener, address)) {
            complaints.warn(
                    "Turning away a connection from {} on {}: it has {} already, which is all that max.connections.per.ip allows it",
                    address.getHostAddress(),
                    listener.name(),
                    quota.maxOf(address));
            child.unsafe().closeForcibly();
            return;
        }
        child.closeFuture().addListener(closed -> {
            quota.remove(listener, address);
            onChange.run();
        });
        context.fireChannelRead(child);
        onChange.run();
    }
}
