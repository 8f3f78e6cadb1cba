package dev.paddock.protocol.record;

import dev.paddock.protocol.ErrorCode;

/** Bytes that are no such batch or records. The one exception of reading them, whatever they are. */
public final class InvalidRecordsException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final ErrorCode error;

    public InvalidRecordsException(ErrorCode error, String message) {
        super(message);
        this.error = error;
    }

    public InvalidRecordsException(ErrorCode error, String message, Throwable cause) {
        super(message, cause);
        this.error = error;
    }

    static InvalidRecordsException invalid(String message) {
        return new InvalidRecordsException(ErrorCode.INVALID_RECORD, message);
    }

    static InvalidRecordsException corrupt(String message) {
        return new InvalidRecordsException(ErrorCode.CORRUPT_MESSAGE, message);
    }

    /** What a producer of these bytes is told. */
    public ErrorCode error() {
        return error;
    }
}
