package dev.paddock.broker.net;

import dev.paddock.broker.config.Listener;

/** An address of listeners that cannot be bound. */
public final class CannotListenException extends RuntimeException {
    private static final long serialVersionUID = 1;

    CannotListenException(Listener listener, Throwable cause) {
        super(
                "listeners: cannot listen on " + listener + ": " + cause.getMessage()
                        + ". Stop who listens there, or choose another address.",
                cause);
    }
}
