package dev.paddock.log.producer;

import dev.paddock.protocol.ErrorCode;

/**
 * Whether a batch may be appended.
 *
 * @param error NONE when it may, or when it is there already
 * @param message for whom the error is answered, else ""
 * @param duplicate the same batch, appended before: nothing is to be appended, and the answer is this one; else null
 */
public record CheckOutcome(ErrorCode error, String message, RememberedBatch duplicate) {
    public static final CheckOutcome ACCEPTED = new CheckOutcome(ErrorCode.NONE, "", null);

    static CheckOutcome refused(ErrorCode error, String message) {
        return new CheckOutcome(error, message, null);
    }

    static CheckOutcome duplicateOf(RememberedBatch batch) {
        return new CheckOutcome(ErrorCode.NONE, "", batch);
    }

    public boolean isAccepted() {
        return error == ErrorCode.NONE && duplicate == null;
    }

    public boolean isDuplicate() {
        return duplicate != null;
    }
}
