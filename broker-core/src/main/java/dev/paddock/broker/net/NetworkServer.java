package dev.paddock.broker.net;

import dev.paddock.broker.config.Listener;
import dev.paddock.broker.config.NetworkSettings;
import dev.paddock.broker.config.SocketSettings;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.IoEventLoopGroup;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The broker's listeners and all their connections. Bound first, so that a taken port ends the start before anybody hears
 * of this broker; accepting later, when there is somebody to answer.
 */
public final class NetworkServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(NetworkServer.class);
    private static final int COMPLAINTS_PER_SECOND_MAX = 5;
    private static final long CLOSE_MS_MAX = 2_000;

    private final NetworkSettings settings;
    private final RequestSink sink;
    private final RequestAdmission admission;
    private final ConnectionQuota quota;
    private final LogLimiter complaints = new LogLimiter(LOG, COMPLAINTS_PER_SECOND_MAX, System::nanoTime);
    private final IoEventLoopGroup loops;
    private final Transport transport = Transport.best();
    private final Map<Listener, Channel> listening = new LinkedHashMap<>();
    private final Map<Channel, Connection> connections = new ConcurrentHashMap<>();
    private volatile boolean accepting;

    public NetworkServer(NetworkSettings settings, RequestSink sink) {
        this.settings = settings;
        this.sink = sink;
        admission = new RequestAdmission(
                settings.requestQueue().requestsMax(), settings.requestQueue().bytesMax());
        boolean brokersHaveTheirOwn = settings.listeners().listeners().size() > 1;
        quota = new ConnectionQuota(
                settings.connections(),
                brokersHaveTheirOwn ? settings.listeners().interBroker() : null);
        loops = transport.loops(settings.threads(), "network");
    }

    /** Binds every listener, or none. */
    public void bind() {
        for (Listener listener : settings.listeners().listeners()) {
            listening.put(listener, bind(listener));
        }
    }

    /** The port that a listener really has. */
    public int port(String listenerName) {
        for (Map.Entry<Listener, Channel> entry : listening.entrySet()) {
            if (entry.getKey().name().equals(listenerName)) {
                return ((InetSocketAddress) entry.getValue().localAddress()).getPort();
            }
        }
        throw new IllegalArgumentException("no listener " + listenerName + " is bound, only " + listening.keySet());
    }

    public void accept() {
        accepting = true;
        listening.forEach((listener, channel) ->
                LOG.info("Listening on {} ({}, {})", listener.name(), channel.localAddress(), transport));
        acceptOrWait();
    }

    public IoEventLoopGroup loops() {
        return loops;
    }

    public RequestAdmission admission() {
        return admission;
    }

    public int connections() {
        return connections.size();
    }

    private Channel bind(Listener listener) {
        SocketSettings sockets = settings.sockets();
        ServerBootstrap bootstrap = new ServerBootstrap()
                .group(loops)
                .channel(transport.serverChannel())
                .option(ChannelOption.AUTO_READ, false)
                .option(ChannelOption.SO_REUSEADDR, true)
                .option(ChannelOption.SO_BACKLOG, sockets.backlog())
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.SO_KEEPALIVE, true)
                .handler(new AcceptGate(listener, quota, complaints, this::acceptOrWait))
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        add(channel, listener);
                    }
                });
        if (sockets.sendBufferBytes() != SocketSettings.SYSTEM_DEFAULT) {
            bootstrap.childOption(ChannelOption.SO_SNDBUF, sockets.sendBufferBytes());
        }
        if (sockets.receiveBufferBytes() != SocketSettings.SYSTEM_DEFAULT) {
            // The window is agreed on with the first packets, so that the listening socket has to know.
            bootstrap.option(ChannelOption.SO_RCVBUF, sockets.receiveBufferBytes());
            bootstrap.childOption(ChannelOption.SO_RCVBUF, sockets.receiveBufferBytes());
        }
        ChannelFuture bound = bootstrap.bind(listener.bindAddress()).awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new CannotListenException(listener, bound.cause());
        }
        return bound.channel();
    }

    /** Only PLAINTEXT passes the settings; TLS and SASL would put their handlers in front here, and name the principal. */
    private void add(Channel channel, Listener listener) {
        ConnectionPeer peer =
                new ConnectionPeer((InetSocketAddress) channel.remoteAddress(), listener, ConnectionPeer.ANONYMOUS);
        Connection connection = new Connection(peer, settings.sockets().requestBytesMax(), admission, sink, complaints);
        connections.put(channel, connection);
        channel.closeFuture().addListener(closed -> connections.remove(channel));
        long idleMs = settings.connections().idleMs();
        if (idleMs > 0) {
            channel.pipeline().addLast(new IdleCloser(connection, idleMs));
        }
        channel.pipeline().addLast(connection);
    }

    private void acceptOrWait() {
        listening.forEach((listener, channel) -> channel.config().setAutoRead(accepting && !quota.isFull(listener)));
        if (quota.isOver()) {
            giveUpOneClient();
        }
    }

    /** A broker came in over the limit: the client that was silent for longest makes room. */
    private void giveUpOneClient() {
        String brokers = settings.listeners().interBroker();
        connections.entrySet().stream()
                .filter(entry -> !entry.getValue().peer().listener().name().equals(brokers))
                .min(Comparator.comparingLong(entry -> entry.getValue().lastActiveNanos()))
                .ifPresent(entry -> {
                    complaints.warn(
                            "Closing the connection of {}: max.connections is reached and a broker needs its place",
                            entry.getValue().peer());
                    entry.getKey().close();
                });
    }

    /** No new connections and no new requests; what is under way is answered, within the time given. */
    public void drain(long timeoutMs) {
        accepting = false;
        listening.values().forEach(channel -> channel.close().awaitUninterruptibly());
        List<Channel> open = new ArrayList<>(Set.copyOf(connections.keySet()));
        open.forEach(channel -> channel.eventLoop().execute(() -> {
            Connection connection = connections.get(channel);
            if (connection != null) {
                connection.drain();
            }
        }));
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMs);
        for (Channel channel : open) {
            long left = Math.max(0, deadline - System.nanoTime());
            if (!channel.closeFuture().awaitUninterruptibly(left, TimeUnit.NANOSECONDS)) {
                LOG.warn(
                        "Closing {} with requests under way: they took longer than {} ms",
                        channel.remoteAddress(),
                        timeoutMs);
                channel.close();
            }
        }
    }

    @Override
    public void close() {
        accepting = false;
        listening.values().forEach(channel -> channel.close().awaitUninterruptibly());
        // Loops that end at once may leave channels open, and whoever waits for those waits for ever.
        Set.copyOf(connections.keySet()).forEach(channel -> channel.close().awaitUninterruptibly(CLOSE_MS_MAX));
        loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly(10, TimeUnit.SECONDS);
    }
}
