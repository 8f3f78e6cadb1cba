package dev.paddock.client.connection;

import dev.paddock.protocol.message.ApiKey;
import dev.paddock.protocol.message.RequestMessage;
import dev.paddock.protocol.wire.Message;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A request from send() to its end. It owns the request's records until they are encoded, and counts as one of the
 * connection's open requests. After the connection took it, only the event loop touches it.
 */
final class PendingRequest<R extends Message> {
    private static final int NOT_SENT = -1;

    private final RequestMessage<R> request;
    private final short version;
    private final Expectation expectation;
    private final CompletableFuture<R> future = new CompletableFuture<>();
    private AtomicInteger openRequests;
    private int correlationId = NOT_SENT;
    private boolean encoded;

    /** What the sender waits for, and how long. */
    record Expectation(boolean answer, long timeoutNanos, long deadlineNanos) {}

    PendingRequest(RequestMessage<R> request, short version, Expectation expectation) {
        this.request = request;
        this.version = version;
        this.expectation = expectation;
    }

    /** Counts as open from here to its end. */
    void countIn(AtomicInteger counter) {
        openRequests = counter;
    }

    RequestMessage<R> request() {
        return request;
    }

    ApiKey api() {
        return request.apiKey();
    }

    short version() {
        return version;
    }

    boolean wantsAnswer() {
        return expectation.answer();
    }

    long timeoutNanos() {
        return expectation.timeoutNanos();
    }

    long deadlineNanos() {
        return expectation.deadlineNanos();
    }

    CompletableFuture<R> future() {
        return future;
    }

    int correlationId() {
        return correlationId;
    }

    void startSending(int id) {
        correlationId = id;
    }

    void encoded() {
        encoded = true;
        request.release();
    }

    /** Whether any of it may have reached the broker. */
    boolean mayHaveArrived() {
        return encoded;
    }

    /** Ends it. An answer that nobody waits for any more gives its records back here. */
    @SuppressWarnings("unchecked")
    void answer(Message response) {
        end();
        if (!future.complete((R) response) && response != null) {
            response.release();
        }
    }

    void fail(ConnectionException reason) {
        drop();
        future.completeExceptionally(reason);
    }

    /** Ends one whose sender gave it up. */
    void drop() {
        if (!encoded) {
            request.release();
        }
        end();
    }

    private void end() {
        if (openRequests != null) {
            openRequests.decrementAndGet();
        }
    }

    @Override
    public String toString() {
        String name = api().displayName() + " v" + version;
        return correlationId == NOT_SENT ? name + " (not sent yet)" : name + " (correlation id " + correlationId + ")";
    }
}
