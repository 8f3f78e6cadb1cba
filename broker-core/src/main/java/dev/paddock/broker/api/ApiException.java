package dev.paddock.broker.api;

import dev.paddock.protocol.ErrorCode;

/** A request that fails as a whole, with the error that the client is to see. */
public final class ApiException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final ErrorCode error;

    public ApiException(ErrorCode error, String message) {
        super(message);
        this.error = error;
    }

    public ErrorCode error() {
        return error;
    }
}
