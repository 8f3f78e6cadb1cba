package dev.paddock.client.connection;

import dev.paddock.protocol.message.ApiVersionsRequest;
import dev.paddock.protocol.message.ApiVersionsResponse;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.util.concurrent.Ticker;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;

/**
 * One attempt to reach a broker: look its name up, try its addresses one after the other, ask for its versions. Runs on
 * the resolver and then on the connection's event loop; it ends with its future.
 */
final class Dialer {
    /** Requests are encoded only while less than this waits to be written to the socket. */
    private static final WriteBufferWaterMark WRITE_BUFFER_BYTES = new WriteBufferWaterMark(256 * 1024, 1024 * 1024);

    private final ClientLoops loops;
    private final BrokerAddress peer;
    private final ConnectionSettings settings;
    private final CompletableFuture<BrokerConnection> result = new CompletableFuture<>();

    Dialer(ClientLoops loops, BrokerAddress peer, ConnectionSettings settings) {
        this.loops = loops;
        this.peer = peer;
        this.settings = settings;
    }

    CompletableFuture<BrokerConnection> dial() {
        try {
            loops.resolver().execute(this::lookUp);
        } catch (RejectedExecutionException e) {
            fail("its name cannot be looked up, too many look-ups wait or the client is closed", e);
        }
        return result;
    }

    private void lookUp() {
        InetAddress[] addresses;
        try {
            addresses = InetAddress.getAllByName(peer.host());
        } catch (UnknownHostException e) {
            fail("its name is unknown; check the host, or the name service of this machine", e);
            return;
        }
        tryAddress(addresses, 0);
    }

    private void tryAddress(InetAddress[] addresses, int index) {
        if (loops.group().isShuttingDown()) {
            fail("the threads of the client are stopped", null);
            return;
        }
        RequestHandler requests = new RequestHandler(peer, settings, Ticker.systemTicker());
        InetSocketAddress address = new InetSocketAddress(addresses[index], peer.port());
        bootstrap(requests).connect(address).addListener((ChannelFuture connecting) -> {
            if (connecting.isSuccess()) {
                connected(connecting.channel(), requests);
            } else if (index + 1 < addresses.length) {
                tryAddress(addresses, index + 1);
            } else {
                Throwable cause = connecting.cause();
                fail(cause.getMessage() + "; check that the broker runs and listens there", cause);
            }
        });
    }

    private Bootstrap bootstrap(RequestHandler requests) {
        Bootstrap bootstrap = new Bootstrap()
                .group(loops.group())
                .channel(loops.channelType())
                .option(
                        ChannelOption.CONNECT_TIMEOUT_MILLIS,
                        Math.toIntExact(settings.connectTimeout().toMillis()))
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.SO_KEEPALIVE, true)
                .option(ChannelOption.WRITE_BUFFER_WATER_MARK, WRITE_BUFFER_BYTES)
                .handler(new PipelineInitializer(loops, settings.maxResponseBytes(), requests));
        if (settings.sendBufferBytes() != ConnectionSettings.USE_DEFAULT) {
            bootstrap.option(ChannelOption.SO_SNDBUF, settings.sendBufferBytes());
        }
        if (settings.receiveBufferBytes() != ConnectionSettings.USE_DEFAULT) {
            bootstrap.option(ChannelOption.SO_RCVBUF, settings.receiveBufferBytes());
        }
        return bootstrap;
    }

    private void connected(Channel channel, RequestHandler requests) {
        if (settings.versions().assumed().isEmpty()) {
            ask(new VersionNegotiation(settings.versions()), channel, requests);
        } else {
            succeed(channel, requests, VersionTable.assumed(settings.versions()));
        }
    }

    private void ask(VersionNegotiation negotiation, Channel channel, RequestHandler requests) {
        long timeoutNanos = settings.connectTimeout().toNanos();
        ApiVersionsRequest request = negotiation.request();
        PendingRequest<ApiVersionsResponse> pending = new PendingRequest<>(
                request,
                negotiation.version(),
                new PendingRequest.Expectation(true, timeoutNanos, requests.nowNanos() + timeoutNanos));
        requests.submit(pending);
        pending.future().whenComplete((response, failure) -> {
            if (failure != null) {
                failAsking(channel, failure);
                return;
            }
            try {
                negotiation.onAnswer(response);
            } catch (IllegalStateException e) {
                channel.close();
                fail(e.getMessage() + "; it cannot be used", e);
                return;
            }
            if (negotiation.agreed() == null) {
                ask(negotiation, channel, requests);
            } else {
                succeed(channel, requests, negotiation.agreed());
            }
        });
    }

    private void failAsking(Channel channel, Throwable failure) {
        channel.close();
        if (failure instanceof ConnectionClosedException) {
            String how =
                    failure.getCause() == null ? "" : " (" + failure.getCause().getMessage() + ")";
            fail(
                    "it hung up when asked which versions it understands" + how
                            + "; a broker before Kafka 0.10 does that,"
                            + " set assumed versions for it; so does a listener that wants TLS, or what is no broker",
                    failure);
        } else {
            fail("it does not say which versions it understands: " + failure.getMessage(), failure);
        }
    }

    private void succeed(Channel channel, RequestHandler requests, VersionTable versions) {
        BrokerConnection connection = new BrokerConnection(peer, settings, channel, requests, versions);
        if (!result.complete(connection)) {
            connection.close();
        }
    }

    private void fail(String reason, Throwable cause) {
        result.completeExceptionally(new ConnectFailedException("cannot connect to " + peer + ": " + reason, cause));
    }
}
