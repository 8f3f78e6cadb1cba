package dev.paddock.client.connection;

/** The broker cannot be reached, or does not say which versions it understands. */
public final class ConnectFailedException extends ConnectionException {
    private static final long serialVersionUID = 1;

    ConnectFailedException(String message, Throwable cause) {
        super(message, cause, false);
    }
}
