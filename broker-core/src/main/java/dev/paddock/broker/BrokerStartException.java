package dev.paddock.broker;

/** Why a broker does not start, in words that an operator can act on. */
public final class BrokerStartException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public BrokerStartException(String message, Throwable cause) {
        super(message, cause);
    }
}
