package dev.paddock.log.clean;

import java.io.Serial;

/** A log whose cleaning would fail again and again: says why, and what to do about it. */
final class UncleanableLogException extends Exception {
    @Serial
    private static final long serialVersionUID = 1;

    UncleanableLogException(String message) {
        super(message);
    }
}
