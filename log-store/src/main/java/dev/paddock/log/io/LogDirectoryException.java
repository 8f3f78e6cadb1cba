package dev.paddock.log.io;

/** A folder of logs that cannot be used as it is: names the folder, what is wrong and what to do. */
public final class LogDirectoryException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public LogDirectoryException(String message) {
        super(message);
    }

    public LogDirectoryException(String message, Throwable cause) {
        super(message, cause);
    }
}
