package dev.paddock.broker.api;

import dev.paddock.broker.net.RequestContext;
import dev.paddock.protocol.ErrorCode;
import dev.paddock.protocol.message.ApiKey;
import dev.paddock.protocol.message.RequestMessage;
import dev.paddock.protocol.wire.Message;

/**
 * One API: which versions of it are served, and what is done. Called by all event loops, so that it holds no state of a
 * request and never blocks; what takes long is answered later, through the context, from any thread.
 *
 * @param <Q> the request
 * @param <R> its response
 */
public interface ApiHandler<Q extends RequestMessage<R>, R extends Message> {
    ApiKey api();

    default short lowestVersion() {
        return api().lowestVersion();
    }

    /** A version that may still change is not announced. */
    default short highestVersion() {
        return (short) (api().newestIsUnstable() ? api().highestVersion() - 1 : api().highestVersion());
    }

    /** Answers through the context, now or later. What it throws is answered with failure(). */
    void handle(RequestContext context, Q request);

    /** The answer that says that all of the request failed. */
    R failure(Q request, ErrorCode error);

    default boolean serves(short version) {
        return version >= lowestVersion() && version <= highestVersion();
    }
}
