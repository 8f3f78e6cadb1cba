package dev.paddock.client.connection;

/** Why a connection ended: becomes the exception of every request that was still open. */
record CloseReason(String text, Throwable cause, boolean malformed) {
    static CloseReason of(String text) {
        return new CloseReason(text, null, false);
    }

    static CloseReason failure(Throwable cause) {
        String text = cause.getMessage() != null
                ? cause.getMessage()
                : cause.getClass().getSimpleName();
        return new CloseReason("the connection broke: " + text, cause, false);
    }

    static CloseReason malformed(String text, Throwable cause) {
        return new CloseReason(text, cause, true);
    }

    ConnectionException toException(BrokerAddress peer, PendingRequest<?> request) {
        boolean arrived = request.mayHaveArrived();
        String message = "no answer from " + peer + " to " + request + ": " + text;
        return malformed && arrived
                ? new MalformedResponseException(message + "; connect anew", cause, true)
                : new ConnectionClosedException(
                        message + (arrived ? "; it may have been carried out" : ""), cause, arrived);
    }
}
