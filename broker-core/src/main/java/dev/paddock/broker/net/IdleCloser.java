package dev.paddock.broker.net;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.concurrent.TimeUnit;

/** Closes a connection that had nothing to say for connections.max.idle.ms. One timer a connection, moved on when it fires. */
final class IdleCloser extends ChannelInboundHandlerAdapter {
    private final Connection connection;
    private final long idleNanosMax;

    IdleCloser(Connection connection, long idleMsMax) {
        this.connection = connection;
        idleNanosMax = TimeUnit.MILLISECONDS.toNanos(idleMsMax);
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        check(context);
        context.fireChannelActive();
    }

    private void check(ChannelHandlerContext context) {
        if (!context.channel().isActive()) {
            return;
        }
        long idleNanos = System.nanoTime() - connection.lastActiveNanos();
        long leftNanos = idleNanosMax - idleNanos;
        if (leftNanos <= 0 && connection.isIdle()) {
            context.close();
        } else {
            // A request under way counts as activity: look again a whole period later.
            long delayNanos = leftNanos > 0 ? leftNanos : idleNanosMax;
            context.executor().schedule(() -> check(context), delayNanos, TimeUnit.NANOSECONDS);
        }
    }
}
