package dev.paddock.client.connection;

/** The broker and we have no version of this API in common. */
public final class UnsupportedApiException extends ConnectionException {
    private static final long serialVersionUID = 1;

    UnsupportedApiException(String message) {
        super(message, null, false);
    }
}
