package dev.paddock.log.io;

/** Bounds how many files are open at a time: idle ones are closed, and opened again on use. Thread-safe. */
public final class OpenFiles {
    public OpenFiles(int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("limit of open files is " + limit + "; it must be at least 1");
        }
    }
}
