package dev.paddock.client.connection;

/**
 * Why a request has no answer. Its message names the broker, the request and what to do; it has no stack trace of its
 * own, because the event loop's says nothing and a broken connection makes one for each request in flight.
 */
public abstract sealed class ConnectionException extends RuntimeException
        permits ConnectFailedException,
                ConnectionClosedException,
                MalformedResponseException,
                RequestTimedOutException,
                TooManyInFlightException,
                UnencodableRequestException,
                UnsupportedApiException {
    private static final long serialVersionUID = 1;

    private final boolean mayHaveArrived;

    ConnectionException(String message, Throwable cause, boolean mayHaveArrived) {
        super(message, cause, true, false);
        this.mayHaveArrived = mayHaveArrived;
    }

    /** Whether the broker may have acted on the request; if not, sending it again is safe. */
    public boolean requestMayHaveArrived() {
        return mayHaveArrived;
    }
}
