package dev.paddock.broker.net;

/** The connection that a request comes from, while it is decoded. */
public interface RequestSource {
    ConnectionPeer peer();

    /** Opens the request's place among the responses, once its header and body are known to be good. */
    RequestContext open(RequestStart start);

    /** Closes the connection without an answer. */
    void disconnect(String reason);
}
