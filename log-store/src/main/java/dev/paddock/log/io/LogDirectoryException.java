package dev.paddock.log.io;

/** A folder of {@code log.dirs} that this broker must not use; the message says which, why, and what to do. */
public final class LogDirectoryException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public LogDirectoryException(String message) {
        super(message);
    }
}
