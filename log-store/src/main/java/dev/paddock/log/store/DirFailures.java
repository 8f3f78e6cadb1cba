package dev.paddock.log.store;

import dev.paddock.log.TopicPartition;
import dev.paddock.log.io.DiskFullException;
import dev.paddock.log.io.LogDirectory;
import dev.paddock.log.log.PartitionLog;
import dev.paddock.log.log.StorageErrors;
import dev.paddock.log.segment.LogSegment;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What happens when a disk fails: its log dir goes offline, alone, until the next start. Any thread. */
final class DirFailures {
    private static final Logger LOG = LoggerFactory.getLogger(DirFailures.class);

    private final List<StoreDirectory> directories;
    private final PartitionTable table;
    private final DirListener listener;

    DirFailures(List<StoreDirectory> directories, PartitionTable table, DirListener listener) {
        this.directories = directories;
        this.table = table;
        this.listener = listener;
    }

    void failed(LogDirectory disk, Throwable cause) {
        for (StoreDirectory directory : directories) {
            if (directory.directory() == disk && directory.goOffline()) {
                wentOffline(directory, cause);
            }
        }
    }

    private void wentOffline(StoreDirectory directory, Throwable cause) {
        LOG.error(
                "{} of log.dirs has failed and is offline until the broker is started again; its partitions answer"
                        + " KAFKA_STORAGE_ERROR",
                directory.directory().path(),
                cause);
        Set<TopicPartition> partitions = new TreeSet<>();
        for (StoredPartition stored : table.in(directory)) {
            partitions.add(stored.partition());
            PartitionLog log = stored.log();
            if (log != null) {
                log.goOffline();
                log.context().owner().execute(() -> letGo(directory, log));
            }
        }
        listener.onOffline(directory.directory().path(), partitions, cause);
        if (directories.stream().noneMatch(StoreDirectory::isOnline)) {
            LOG.error("All of log.dirs are offline");
            listener.onAllOffline();
        }
    }

    /** The disk may hang: its own threads wait for it. */
    private static void letGo(StoreDirectory directory, PartitionLog log) {
        List<LogSegment> segments = log.letGo();
        directory.threads().execute(() -> segments.forEach(DirFailures::closeQuietly));
    }

    private static void closeQuietly(LogSegment segment) {
        try {
            segment.closeIdle();
        } catch (IOException e) {
            LOG.debug("Closing {} on a failed disk", segment, e);
        }
    }

    /** A full disk ends by itself, and a damaged log is no failure of its disk; both are tried again when asked for. */
    void failedToOpen(StoredPartition stored, Exception e) {
        LOG.error("{} cannot be opened", stored.partition(), e);
        boolean isDisk = e instanceof IOException io && !DiskFullException.isCauseOf(io) && !StorageErrors.isDamage(io);
        if (isDisk) {
            failed(stored.directory().directory(), e);
        }
    }
}
