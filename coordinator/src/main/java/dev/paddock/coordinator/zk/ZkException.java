package dev.paddock.coordinator.zk;

import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/** An operation on ZooKeeper that failed: why, and on which path. */
public final class ZkException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** Why. */
    public enum Reason {
        NO_NODE,
        NODE_EXISTS,
        BAD_VERSION,
        NOT_EMPTY,
        /** Not connected, or the connection broke under way: a write may or may not have been done. */
        CONNECTION_LOSS,
        SESSION_EXPIRED,
        /** More operations wait than the store's bound allows; nothing was sent. */
        TOO_MANY_PENDING,
        /** The store was closed by this process. */
        CLOSED,
        /** Anything else; the message has ZooKeeper's code. */
        OTHER;

        /** Whether the same operation may succeed once ZooKeeper is back. */
        public boolean passing() {
            return this == CONNECTION_LOSS || this == SESSION_EXPIRED || this == TOO_MANY_PENDING;
        }
    }

    private final Reason reason;
    private final String path;

    public ZkException(Reason reason, String path, String message) {
        super(message);
        this.reason = reason;
        this.path = path;
    }

    public Reason reason() {
        return reason;
    }

    /** The path that the failure is about; in a transaction, that of the step at fault. */
    public String path() {
        return path;
    }

    /** Takes off what futures wrap around a failure; what is no failure of ZooKeeper's is reason OTHER. */
    public static ZkException from(Throwable failure) {
        Throwable bare = failure;
        while ((bare instanceof CompletionException || bare instanceof ExecutionException) && bare.getCause() != null) {
            bare = bare.getCause();
        }
        if (bare instanceof ZkException known) {
            return known;
        }
        ZkException other = new ZkException(Reason.OTHER, "", "ZooKeeper operation failed: " + bare);
        other.initCause(bare);
        return other;
    }
}
