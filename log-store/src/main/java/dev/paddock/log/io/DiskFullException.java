package dev.paddock.log.io;

import java.io.IOException;

/** There was no room for the bytes. What was there is as it was, and the same may succeed later. */
public final class DiskFullException extends IOException {
    private static final long serialVersionUID = 1;

    public DiskFullException(String message, Throwable cause) {
        super(message, cause);
    }
}
