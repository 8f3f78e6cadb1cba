package dev.paddock.protocol.message;

import dev.paddock.protocol.wire.Message;

/**
 * A request, which knows the type of its answer.
 *
 * @param <R> the response to it
 */
public interface RequestMessage<R extends Message> extends Message {
    ApiKey apiKey();
}
