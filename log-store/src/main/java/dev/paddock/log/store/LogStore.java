package dev.paddock.log.store;

import dev.paddock.log.TopicPartition;
import dev.paddock.log.io.LogDirectory;
import dev.paddock.log.log.PartitionLog;
import dev.paddock.protocol.Uuid;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** All partitions in all folders of log.dirs. Any thread. Ends with {@link #close}. */
public final class LogStore implements AutoCloseable {
    /**
     * Lists the partitions without opening them. When the last run did not end in order, they begin to be recovered in
     * the background; {@link #open} waits for its own only.
     */
    public static LogStore open(List<LogDirectory> directories, StoreSettings settings, StoreSeams seams)
            throws IOException {
        throw new UnsupportedOperationException();
    }

    /** The partitions that lie in a log dir which is online, opened or not. */
    public Set<TopicPartition> existing() {
        throw new UnsupportedOperationException();
    }

    /**
     * The log of a partition, opened, and created when it is nowhere; completes on the thread of its owner. Fails with a
     * {@link LogUnavailableException} that has the error for the client: INCONSISTENT_TOPIC_ID, KAFKA_STORAGE_ERROR.
     *
     * @param topicId written to a new folder, compared with an existing one
     */
    public CompletableFuture<PartitionLog> open(TopicPartition partition, Uuid topicId) {
        throw new UnsupportedOperationException();
    }

    /** The caller uses the log no more. Completes when the partition is gone for good; its files go later. */
    public CompletableFuture<Void> delete(TopicPartition partition) {
        throw new UnsupportedOperationException();
    }

    /** The settings of a topic have changed: its logs fetch them anew. */
    public void settingsChanged(String topic) {
        throw new UnsupportedOperationException();
    }

    /** For DescribeLogDirs. */
    public List<DirStatus> directories() {
        throw new UnsupportedOperationException();
    }

    /** Forces everything, and leaves the mark of an orderly end. The owners must have stopped using the logs. Blocks. */
    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }
}
