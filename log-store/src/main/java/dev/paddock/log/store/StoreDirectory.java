package dev.paddock.log.store;

import dev.paddock.log.PartitionFolder;
import dev.paddock.log.TopicPartition;
import dev.paddock.log.io.CleanShutdownFile;
import dev.paddock.log.io.LogDirectory;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One entry of log.dirs, as far as it concerns a store. Goes offline once, and stays so. Any thread. */
final class StoreDirectory {
    private static final Logger LOG = LoggerFactory.getLogger(StoreDirectory.class);

    private final LogDirectory directory;
    private final DirCheckpoints checkpoints;
    private final DirThreads threads;
    private final List<TopicPartition> found = new ArrayList<>();
    private final List<String> deleted = new ArrayList<>();
    private boolean clean;
    private volatile boolean online = true;

    StoreDirectory(LogDirectory directory, DirThreads threads) {
        this.directory = directory;
        this.threads = threads;
        checkpoints = new DirCheckpoints(directory);
    }

    /** Finds out what is there, without opening it. From now on the end counts as disorderly until {@link #markClean}. */
    void load() throws IOException {
        for (String name : directory.list("")) {
            Optional<PartitionFolder> folder = PartitionFolder.parse(name);
            if (folder.isPresent() && directory.isFolder(name)) {
                add(folder.get());
            }
        }
        checkpoints.read();
        clean = CleanShutdownFile.exists(directory);
        if (clean) {
            CleanShutdownFile.delete(directory);
        }
        LOG.info(
                "{}: {} partitions; the last run ended {}",
                directory.path(),
                found.size(),
                clean ? "in order" : "without order, so that they are looked through from their recovery points on");
    }

    private void add(PartitionFolder folder) {
        switch (folder.kind()) {
            case LIVE -> found.add(folder.partition());
            case DELETED -> deleted.add(folder.name());
            default -> LOG.warn("{}: folder {} is of no use here and left alone", directory.path(), folder.name());
        }
    }

    void markClean(long brokerEpoch) throws IOException {
        CleanShutdownFile.write(directory, brokerEpoch);
    }

    LogDirectory directory() {
        return directory;
    }

    DirCheckpoints checkpoints() {
        return checkpoints;
    }

    DirThreads threads() {
        return threads;
    }

    /** The partitions that were here at the start. */
    List<TopicPartition> found() {
        return found;
    }

    /** Folders of partitions whose deletion the last run began. */
    List<String> deleted() {
        return deleted;
    }

    boolean wasClean() {
        return clean;
    }

    boolean isOnline() {
        return online;
    }

    /** Whether it was online until now. */
    synchronized boolean goOffline() {
        boolean was = online;
        online = false;
        return was;
    }
}
