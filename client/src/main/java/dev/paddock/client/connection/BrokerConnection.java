package dev.paddock.client.connection;

import dev.paddock.protocol.message.ProduceRequest;
import dev.paddock.protocol.message.RequestMessage;
import dev.paddock.protocol.wire.Message;
import io.netty.channel.Channel;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * An open connection to one broker. Any thread may send; requests are pipelined in the order of their sending, and
 * answered in that order. It ends for good, by close() or by a failure, and fails what is open with a ConnectionException.
 *
 * <p><b>Threads.</b> Encoding, decoding and the completion of futures happen on the connection's event loop: what hangs on
 * a future must not block, or it goes through a thenApplyAsync.
 *
 * <p><b>Ownership.</b> A request handed to send belongs to the connection, which gives its records back when they are
 * encoded or the request failed; whoever wants to send them again keeps a reference of his own. An answer belongs to
 * whoever waits for it, who releases it if it may hold records (Fetch). An answer to a cancelled future is released.
 * Records of a large answer may lie in several pieces of memory: nioBuffers() shows them without a copy.
 */
public final class BrokerConnection implements AutoCloseable {
    private final BrokerAddress peer;
    private final ConnectionSettings settings;
    private final Channel channel;
    private final RequestHandler requests;
    private final VersionTable versions;
    private final CompletableFuture<Void> closed = new CompletableFuture<>();

    BrokerConnection(
            BrokerAddress peer,
            ConnectionSettings settings,
            Channel channel,
            RequestHandler requests,
            VersionTable versions) {
        this.peer = peer;
        this.settings = settings;
        this.channel = channel;
        this.requests = requests;
        this.versions = versions;
        channel.closeFuture().addListener(done -> closed.complete(null));
    }

    /** Connects and learns the broker's versions, or fails with a ConnectFailedException. */
    public static CompletableFuture<BrokerConnection> connect(
            ClientLoops loops, BrokerAddress peer, ConnectionSettings settings) {
        return new Dialer(loops, peer, settings).dial();
    }

    /** Sends in the highest version that both sides know. */
    public <R extends Message> CompletableFuture<R> send(RequestMessage<R> request) {
        return send(request, settings.requestTimeout());
    }

    public <R extends Message> CompletableFuture<R> send(RequestMessage<R> request, Duration timeout) {
        return submit(request, versions.usable(request.apiKey()), timeout, true);
    }

    /** Sends in a version of the caller's choice, an unstable one too, which the broker has to understand. */
    public <R extends Message> CompletableFuture<R> send(RequestMessage<R> request, short version, Duration timeout) {
        if (!versions.understands(request.apiKey(), version)) {
            return refuse(request, "v" + version + " of " + request.apiKey().displayName() + " cannot go to " + peer);
        }
        return submit(request, version, timeout, true);
    }

    /** For Produce with acks=0: done when it is written to the socket, which does not say that it arrived. */
    public CompletableFuture<Void> sendWithoutAnswer(RequestMessage<?> request) {
        return sendWithoutAnswer(request, settings.requestTimeout());
    }

    public CompletableFuture<Void> sendWithoutAnswer(RequestMessage<?> request, Duration timeout) {
        return submit(request, versions.usable(request.apiKey()), timeout, false)
                .thenAccept(none -> {});
    }

    private <R extends Message> CompletableFuture<R> submit(
            RequestMessage<R> request, short version, Duration timeout, boolean answer) {
        requireAnswered(request, answer);
        if (version == VersionTable.NONE) {
            return refuse(request, "no version of " + request.apiKey().displayName() + " suits " + peer + " and us");
        }
        long timeoutNanos = timeout.toNanos();
        PendingRequest<R> pending = new PendingRequest<>(
                request,
                version,
                new PendingRequest.Expectation(answer, timeoutNanos, requests.nowNanos() + timeoutNanos));
        requests.submit(pending);
        return pending.future();
    }

    private static void requireAnswered(RequestMessage<?> request, boolean answer) {
        boolean answered = !(request instanceof ProduceRequest produce && produce.acks() == 0);
        if (answered != answer) {
            throw new IllegalArgumentException(
                    answered
                            ? request.apiKey().displayName() + " is answered: use send()"
                            : "Produce with acks=0 is not answered: use sendWithoutAnswer()");
        }
    }

    private <R extends Message> CompletableFuture<R> refuse(RequestMessage<R> request, String what) {
        request.release();
        VersionRange theirs = versions.theirs(request.apiKey());
        return CompletableFuture.failedFuture(new UnsupportedApiException(what + ": we may use "
                + versions.ours(request.apiKey()) + ", and it "
                + (theirs == null ? "does not know this API" : "understands " + theirs)
                + "; use a broker or a client of another release"));
    }

    public BrokerAddress peer() {
        return peer;
    }

    /** What the broker understands, and what we chose of it. */
    public VersionTable versions() {
        return versions;
    }

    public boolean isOpen() {
        return channel.isActive();
    }

    /** Done when the connection has ended, whoever ended it. */
    public CompletableFuture<Void> closed() {
        return closed.copy();
    }

    /** Fails what is open and closes the socket; returns at once, see closed(). May be called again. */
    @Override
    public void close() {
        if (!requests.closeFromOutside(CloseReason.of("we closed the connection"))) {
            closed.complete(null);
        }
    }
}
