package dev.paddock.broker.topic;

import dev.paddock.protocol.ErrorCode;

/** What was asked of one topic cannot be done: the error and the words that the client is to see. */
public final class TopicException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final ErrorCode error;

    public TopicException(ErrorCode error, String message) {
        super(message);
        this.error = error;
    }

    public ErrorCode error() {
        return error;
    }
}
