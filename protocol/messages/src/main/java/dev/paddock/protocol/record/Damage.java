package dev.paddock.protocol.record;

import dev.paddock.protocol.ErrorCode;

/** Says which codec's content is damaged, and how. */
final class Damage {
    private Damage() {}

    static InvalidRecordsException of(String codec, Exception cause) {
        String detail = cause.getMessage() == null ? "it ends too early" : cause.getMessage();
        return new InvalidRecordsException(
                ErrorCode.INVALID_RECORD, "records are damaged: their " + codec + " is not valid: " + detail, cause);
    }
}
