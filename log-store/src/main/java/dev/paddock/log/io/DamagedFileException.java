package dev.paddock.log.io;

import java.io.IOException;

/** A file that can be read but does not hold what it should. The disk is well: whoever can do without the file goes on. */
public final class DamagedFileException extends IOException {
    private static final long serialVersionUID = 1;

    private final String file;

    public DamagedFileException(String file, String what) {
        super(file + " is damaged: " + what);
        this.file = file;
    }

    public String file() {
        return file;
    }
}
