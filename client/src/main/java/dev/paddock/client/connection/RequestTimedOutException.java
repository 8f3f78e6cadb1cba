package dev.paddock.client.connection;

/** No answer in time. A request that was on the wire takes its connection with it. */
public final class RequestTimedOutException extends ConnectionException {
    private static final long serialVersionUID = 1;

    RequestTimedOutException(String message, boolean mayHaveArrived) {
        super(message, null, mayHaveArrived);
    }
}
