package dev.paddock.log.store;

import dev.paddock.log.TopicPartition;
import dev.paddock.log.log.PartitionLog;
import dev.paddock.protocol.ErrorCode;
import dev.paddock.protocol.Uuid;
import java.util.concurrent.CompletableFuture;

/**
 * A partition in a log dir, open or not. Any thread.
 *
 * <pre>
 *   KNOWN -> opening -> open -> deleting        or: KNOWN -> deleting
 *      ^---- failed for want of space
 * </pre>
 */
final class StoredPartition {
    private final TopicPartition partition;
    private final StoreDirectory directory;
    private final boolean isNew;
    /** Null until somebody wants it open. */
    private CompletableFuture<PartitionLog> opening;

    private CompletableFuture<Void> deletion;
    private volatile PartitionLog log;
    private volatile Uuid topicId;

    StoredPartition(TopicPartition partition, StoreDirectory directory, boolean isNew) {
        this.partition = partition;
        this.directory = directory;
        this.isNew = isNew;
    }

    TopicPartition partition() {
        return partition;
    }

    StoreDirectory directory() {
        return directory;
    }

    /** Whether its folder is not there yet. */
    boolean isNew() {
        return isNew;
    }

    /** Null when it is not open. */
    PartitionLog log() {
        return log;
    }

    /** What the folder says; null when it says nothing, or was not asked yet. */
    Uuid topicId() {
        return topicId;
    }

    void topicId(Uuid id) {
        topicId = id;
    }

    /** @param wanted null or zero when it is not known */
    void requireTopic(Uuid wanted) {
        Uuid found = topicId;
        if (found != null && wanted != null && !wanted.equals(Uuid.ZERO) && !wanted.equals(found)) {
            throw new LogUnavailableException(
                    ErrorCode.INCONSISTENT_TOPIC_ID,
                    partition + " in " + directory.directory().path() + " belongs to topic id " + found + ", expected "
                            + wanted + ": the folder is of a topic that had the same name");
        }
    }

    void opened(PartitionLog opened) {
        log = opened;
    }

    /** The one who gets true has to open it. */
    synchronized boolean beginOpening() {
        if (opening != null) {
            return false;
        }
        opening = new CompletableFuture<>();
        return true;
    }

    synchronized CompletableFuture<PartitionLog> opening() {
        return opening;
    }

    /** The next who wants it open has to try again. */
    synchronized CompletableFuture<PartitionLog> openingFailed() {
        CompletableFuture<PartitionLog> failed = opening;
        opening = null;
        return failed;
    }

    /** The one who gets true has to delete it. */
    synchronized boolean beginDeletion() {
        if (deletion != null) {
            return false;
        }
        deletion = new CompletableFuture<>();
        return true;
    }

    /** Null when it is not being deleted. */
    synchronized CompletableFuture<Void> deletion() {
        return deletion;
    }
}
