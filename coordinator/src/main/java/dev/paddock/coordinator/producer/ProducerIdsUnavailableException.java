package dev.paddock.coordinator.producer;

/** No producer id can be given out now; the message says why. */
public final class ProducerIdsUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1;

    ProducerIdsUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
