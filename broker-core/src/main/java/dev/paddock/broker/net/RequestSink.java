package dev.paddock.broker.net;

import io.netty.buffer.ByteBuf;

/** What becomes of the connections' requests. Called by all event loops. */
public interface RequestSink {
    /** Decodes and handles one request, on the connection's event loop. The frame stays the connection's. */
    void onRequest(ByteBuf frame, RequestSource source);

    /** An answer is on its way to the client. */
    void onAnswered(RequestContext context);
}
