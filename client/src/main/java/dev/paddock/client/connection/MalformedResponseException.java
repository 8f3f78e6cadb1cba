package dev.paddock.client.connection;

/** The broker sent what is no answer; the connection is closed, since nothing behind it can be trusted. */
public final class MalformedResponseException extends ConnectionException {
    private static final long serialVersionUID = 1;

    MalformedResponseException(String message, Throwable cause, boolean mayHaveArrived) {
        super(message, cause, mayHaveArrived);
    }
}
