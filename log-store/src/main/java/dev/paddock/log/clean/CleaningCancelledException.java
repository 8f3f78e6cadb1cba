package dev.paddock.log.clean;

import java.io.Serial;

/** Somebody else needs the partition, or the broker stops; no error. */
final class CleaningCancelledException extends Exception {
    @Serial
    private static final long serialVersionUID = 1;

    CleaningCancelledException() {
        super("cleaning was cancelled", null, false, false);
    }
}
