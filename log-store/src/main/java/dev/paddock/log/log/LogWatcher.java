package dev.paddock.log.log;

import dev.paddock.log.TopicPartition;
import dev.paddock.log.io.LogDirectory;
import java.io.IOException;

/** Who has to know what happens to logs: the store. Called on any thread. */
public interface LogWatcher {
    /** The disk failed: all logs in the directory are offline from now on. */
    void onFailure(LogDirectory directory, Throwable cause);

    /**
     * A log is about to be cut off. Returns when no recovery point above is on the disk any more: what is written there
     * again would not be looked at after a crash.
     */
    void beforeTruncation(TopicPartition partition, long offset) throws IOException;
}
