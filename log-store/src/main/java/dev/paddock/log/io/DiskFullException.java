package dev.paddock.log.io;

import java.io.IOException;

/** There was no room for the bytes. What was there is as it was, and the same may succeed later. */
public final class DiskFullException extends IOException {
    private static final long serialVersionUID = 1;

    public DiskFullException(String message, Throwable cause) {
        super(message, cause);
    }

    /** Also of what the system says where no bytes of a log are written, as when a file is created. */
    public static boolean isCauseOf(IOException e) {
        String message = String.valueOf(e.getMessage());
        return e instanceof DiskFullException
                || message.contains("No space left on device")
                || message.contains("Disk quota exceeded");
    }
}
