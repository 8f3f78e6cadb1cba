package dev.paddock.broker.api;

import dev.paddock.broker.topic.TopicException;
import dev.paddock.coordinator.zk.ZkException;
import dev.paddock.coordinator.zk.ZkException.Reason;
import dev.paddock.protocol.ErrorCode;
import dev.paddock.protocol.wire.UnsupportedVersionException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;

/** The one place where what went wrong becomes Kafka's error code. */
final class ErrorMapping {
    private ErrorMapping() {}

    static ErrorCode errorOf(Throwable failure) {
        Throwable cause = causeOf(failure);
        if (cause instanceof ApiException apiException) {
            return apiException.error();
        }
        if (cause instanceof TopicException topicException) {
            return topicException.error();
        }
        if (cause instanceof ZkException zkException) {
            // Somebody else has changed the same, or ZooKeeper is away: trying again later helps in both cases.
            return zkException.reason().passing() || zkException.reason() == Reason.BAD_VERSION
                    ? ErrorCode.REQUEST_TIMED_OUT
                    : ErrorCode.UNKNOWN_SERVER_ERROR;
        }
        if (cause instanceof UnsupportedVersionException) {
            return ErrorCode.UNSUPPORTED_VERSION;
        }
        return cause instanceof TimeoutException ? ErrorCode.REQUEST_TIMED_OUT : ErrorCode.UNKNOWN_SERVER_ERROR;
    }

    /** What a client may read of it; null where the code says it all. */
    static String messageOf(Throwable failure) {
        Throwable cause = causeOf(failure);
        return cause instanceof TopicException || cause instanceof ApiException || cause instanceof ZkException
                ? cause.getMessage()
                : null;
    }

    private static Throwable causeOf(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }

    /** Whether an operator should hear of it: what the protocol has a name for is the client's business. */
    static boolean isUnexpected(Throwable failure) {
        return errorOf(failure) == ErrorCode.UNKNOWN_SERVER_ERROR;
    }
}
