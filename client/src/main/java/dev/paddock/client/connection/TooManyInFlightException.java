package dev.paddock.client.connection;

/** The connection has as many requests as it may; this one was not taken. */
public final class TooManyInFlightException extends ConnectionException {
    private static final long serialVersionUID = 1;

    TooManyInFlightException(String message) {
        super(message, null, false);
    }
}
