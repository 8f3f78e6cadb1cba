package dev.paddock.broker.api;

import dev.paddock.protocol.ErrorCode;
import dev.paddock.protocol.wire.UnsupportedVersionException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;

/** The one place where what went wrong becomes Kafka's error code. */
final class ErrorMapping {
    private ErrorMapping() {}

    static ErrorCode errorOf(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof ApiException apiException) {
            return apiException.error();
        }
        if (cause instanceof UnsupportedVersionException) {
            return ErrorCode.UNSUPPORTED_VERSION;
        }
        return cause instanceof TimeoutException ? ErrorCode.REQUEST_TIMED_OUT : ErrorCode.UNKNOWN_SERVER_ERROR;
    }

    /** Whether an operator should hear of it: what the protocol has a name for is the client's business. */
    static boolean isUnexpected(Throwable failure) {
        return errorOf(failure) == ErrorCode.UNKNOWN_SERVER_ERROR;
    }
}
