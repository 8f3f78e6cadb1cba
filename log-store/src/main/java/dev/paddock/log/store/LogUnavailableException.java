package dev.paddock.log.store;

import dev.paddock.protocol.ErrorCode;

/** A log that cannot be opened; says which, why, and with what error clients are answered. */
public final class LogUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final ErrorCode error;

    public LogUnavailableException(ErrorCode error, String message) {
        super(message);
        this.error = error;
    }

    public LogUnavailableException(ErrorCode error, String message, Throwable cause) {
        super(message, cause);
        this.error = error;
    }

    public ErrorCode error() {
        return error;
    }
}
