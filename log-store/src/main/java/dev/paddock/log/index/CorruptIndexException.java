package dev.paddock.log.index;

import java.io.IOException;

/** An index file that does not hold what it must: names the file, what is there and what was expected. */
public final class CorruptIndexException extends IOException {
    private static final long serialVersionUID = 1;

    public CorruptIndexException(String message) {
        super(message);
    }
}
