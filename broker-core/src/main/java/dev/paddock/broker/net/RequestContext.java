package dev.paddock.broker.net;

import dev.paddock.protocol.message.ApiKey;
import dev.paddock.protocol.wire.Message;

/**
 * One request on its way through the broker: who sent it, and the one place to answer it. Exactly one of respond,
 * respondNothing and disconnect is called, once, from any thread.
 */
public final class RequestContext {
    private final Connection connection;
    private final ResponseOrderer.Slot slot;
    private final ApiKey api;
    private final short version;
    private final int correlationId;
    private final String clientId;
    private final Size size;
    private final RequestTimes times;
    private boolean admitted = true;

    /** @param heldBytes what stays in memory as long as a slice of the frame is held */
    record Size(int frameBytes, int heldBytes) {}

    RequestContext(
            Connection connection, ResponseOrderer.Slot slot, RequestStart start, Size size, RequestTimes times) {
        this.connection = connection;
        this.slot = slot;
        api = start.api();
        version = start.version();
        correlationId = start.correlationId();
        clientId = start.clientId();
        this.size = size;
        this.times = times;
    }

    public ApiKey api() {
        return api;
    }

    public short version() {
        return version;
    }

    public int correlationId() {
        return correlationId;
    }

    /** As the client calls itself; null where it has no name. */
    public String clientId() {
        return clientId;
    }

    /** What stays in memory as long as somebody holds a slice of the request. */
    public int heldBytes() {
        return size.heldBytes();
    }

    public ConnectionPeer peer() {
        return connection.peer();
    }

    public RequestTimes times() {
        return times;
    }

    /** The client told what software it is, which belongs to the connection. */
    public void clientSoftware(String name, String softwareVersion) {
        connection.clientSoftware(name, softwareVersion);
    }

    /** The request waits for others now, without its bytes: it no longer counts among those that are worked on. */
    public void park() {
        times.parked(System.nanoTime());
        leave();
    }

    /** Answers, in the version of the request unless the API has an odd rule. The message is given back when it is encoded. */
    public void respond(Message response) {
        respond(response, version);
    }

    public void respond(Message response, short responseVersion) {
        times.answered(System.nanoTime());
        leave();
        connection.answer(this, slot, response, responseVersion);
    }

    /** The request is done and the protocol has no answer for it. */
    public void respondNothing() {
        times.answered(System.nanoTime());
        leave();
        connection.answer(this, slot, null, version);
    }

    /** There is no answer that the client would understand. */
    public void disconnect(String reason) {
        leave();
        connection.disconnect(reason);
    }

    private void leave() {
        if (admitted) {
            admitted = false;
            connection.admission().finish(size.frameBytes());
        }
    }

    @Override
    public String toString() {
        return api.displayName() + " v" + version + " (correlation id " + correlationId + ", client "
                + (clientId == null ? "without a name" : "'" + clientId + "'") + ") from " + peer();
    }
}
