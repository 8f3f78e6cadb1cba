package dev.paddock.client.connection;

import io.netty.channel.Channel;
import io.netty.channel.IoEventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The threads that connections live on: one's own, or those of a broker that shares its. Names are looked up by two more
 * threads, since that blocks. Closing ends the connections that were opened here, and then the threads that it started;
 * whoever shares his threads closes this before he stops them, since stopped threads complete no future.
 */
public final class ClientLoops implements AutoCloseable {
    private static final int RESOLVER_THREADS = 2;
    private static final int RESOLVER_QUEUE_MAX = 1024;
    private static final long RESOLVER_IDLE_SECONDS = 10;
    private static final long STOP_SECONDS = 5;

    private final IoEventLoopGroup group;
    private final Class<? extends Channel> channelType;
    private final boolean owned;
    private final ThreadPoolExecutor resolver;
    /** What is opened after closing began is closed at once. */
    private final ChannelGroup channels = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);

    private ClientLoops(IoEventLoopGroup group, boolean owned) {
        this.group = group;
        this.owned = owned;
        this.channelType = channelTypeOf(group);
        this.resolver = new ThreadPoolExecutor(
                RESOLVER_THREADS,
                RESOLVER_THREADS,
                RESOLVER_IDLE_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(RESOLVER_QUEUE_MAX),
                new DefaultThreadFactory("client-resolver", true));
        resolver.allowCoreThreadTimeOut(true);
    }

    /** Threads of its own, on epoll where the machine has it. They do not keep the process alive. */
    public static ClientLoops start(int threads) {
        return start(threads, Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
    }

    /** The same on NIO: for a command that ends at once, since it has no native library to load. */
    public static ClientLoops startNio(int threads) {
        return start(threads, NioIoHandler.newFactory());
    }

    /** Threads that belong to somebody else, who also stops them. */
    public static ClientLoops sharing(IoEventLoopGroup group) {
        return new ClientLoops(group, false);
    }

    private static ClientLoops start(int threads, IoHandlerFactory io) {
        return new ClientLoops(
                new MultiThreadIoEventLoopGroup(threads, new DefaultThreadFactory("client-loop", true), io), true);
    }

    private static Class<? extends Channel> channelTypeOf(IoEventLoopGroup group) {
        if (group.isIoType(NioIoHandler.class)) {
            return NioSocketChannel.class;
        }
        if (group.isIoType(EpollIoHandler.class)) {
            return EpollSocketChannel.class;
        }
        throw new IllegalArgumentException(
                "connections cannot live on " + group + ": expected event loops of epoll or of NIO");
    }

    IoEventLoopGroup group() {
        return group;
    }

    Class<? extends Channel> channelType() {
        return channelType;
    }

    Executor resolver() {
        return resolver;
    }

    void opened(Channel channel) {
        channels.add(channel);
    }

    /** Waits a few seconds at most; not to be called on one of the loops. */
    @Override
    public void close() {
        resolver.shutdownNow();
        for (Channel channel : channels) {
            endConnection(channel);
        }
        // Netty may stop a loop without closing its channels when the quiet period is zero, so they are closed before.
        channels.close().awaitUninterruptibly(STOP_SECONDS, TimeUnit.SECONDS);
        if (owned) {
            group.shutdownGracefully(0, STOP_SECONDS, TimeUnit.SECONDS)
                    .awaitUninterruptibly(STOP_SECONDS, TimeUnit.SECONDS);
        }
    }

    private static void endConnection(Channel channel) {
        RequestHandler requests = channel.pipeline().get(RequestHandler.class);
        if (requests != null) {
            requests.closeFromOutside(CloseReason.of("our client was closed"));
        }
    }
}
