package dev.paddock.client.connection;

/** The connection ended, by the broker or by us, before the answer came. */
public final class ConnectionClosedException extends ConnectionException {
    private static final long serialVersionUID = 1;

    ConnectionClosedException(String message, Throwable cause, boolean mayHaveArrived) {
        super(message, cause, mayHaveArrived);
    }
}
