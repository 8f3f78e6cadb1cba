package dev.paddock.log.segment;

import java.io.IOException;

/** A log file that does not hold what it must: names the file, the position, what is there and what was expected. */
public final class CorruptSegmentException extends IOException {
    private static final long serialVersionUID = 1;

    public CorruptSegmentException(String message) {
        super(message);
    }
}
