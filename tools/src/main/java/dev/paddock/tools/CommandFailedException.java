package dev.paddock.tools;

/** A command cannot do what it was asked for; the message is the one line that the user reads, advice included. */
final class CommandFailedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    CommandFailedException(String message) {
        super(message);
    }

    CommandFailedException(String message, Throwable cause) {
        super(message, cause);
    }
}
