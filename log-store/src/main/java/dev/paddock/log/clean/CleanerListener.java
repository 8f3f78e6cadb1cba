package dev.paddock.log.clean;

import dev.paddock.log.TopicPartition;
import dev.paddock.log.io.LogDirectory;

/** Is told what cleaners cannot solve. On their threads; must not block. */
public interface CleanerListener {
    /** The partition is not cleaned again before the next start; it works, but it grows. */
    void onSetAside(TopicPartition partition, String reason);

    /** Something on the disk failed; it is tried again until the log is no more among those to clean. */
    void onFailure(LogDirectory directory, Throwable cause);
}
