package dev.paddock.client.connection;

/** The request cannot be said in its version; it was not sent, and the connection goes on. */
public final class UnencodableRequestException extends ConnectionException {
    private static final long serialVersionUID = 1;

    UnencodableRequestException(String message, Throwable cause) {
        super(message, cause, false);
    }
}
