package dev.paddock.log.log;

import dev.paddock.protocol.ErrorCode;

/**
 * What became of an append.
 *
 * @param message for the error, null without one
 * @param baseOffset of the first record, also of a duplicate, whose first append it tells; -1 with an error
 * @param lastOffset of the last record; -1 with an error
 * @param appendTimeMs the records' time where the topic takes the broker's; -1 otherwise
 * @param startOffset of the log
 * @param isDuplicate nothing was written, as the log had the batch already
 */
public record AppendOutcome(
        ErrorCode error,
        String message,
        long baseOffset,
        long lastOffset,
        long appendTimeMs,
        long startOffset,
        boolean isDuplicate) {

    static AppendOutcome refused(ErrorCode error, String message, long startOffset) {
        return new AppendOutcome(error, message, -1, -1, -1, startOffset, false);
    }

    public boolean isOk() {
        return error == ErrorCode.NONE;
    }
}
