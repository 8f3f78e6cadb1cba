package dev.paddock.log.io;

import java.io.IOException;

/** A write failed half way, and what had been written could not be cut off either: the file must not be appended to. */
public final class TornFileException extends IOException {
    private static final long serialVersionUID = 1;

    public TornFileException(String message, Throwable cause) {
        super(message, cause);
    }
}
