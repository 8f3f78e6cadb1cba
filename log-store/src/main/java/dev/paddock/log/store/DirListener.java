package dev.paddock.log.store;

import dev.paddock.log.TopicPartition;
import java.nio.file.Path;
import java.util.Set;

/** Is told of disks that fail, once for each. Any thread; must not block. */
public interface DirListener {
    /** A log dir is used no more until the next start. Its partitions answer KAFKA_STORAGE_ERROR. */
    void onOffline(Path directory, Set<TopicPartition> partitions, Throwable cause);

    /** No log dir is left: the broker has to stop. */
    void onAllOffline();
}
