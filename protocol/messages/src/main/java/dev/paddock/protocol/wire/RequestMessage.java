package dev.paddock.protocol.wire;

import dev.paddock.protocol.ApiKey;

/**
 * A request, which knows the type of its answer.
 *
 * @param <R> the response to it
 */
public interface RequestMessage<R extends Message> extends Message {
    ApiKey apiKey();
}
