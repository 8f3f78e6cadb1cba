package dev.paddock.log.store;

import dev.paddock.log.io.DiskFullException;
import dev.paddock.log.log.PartitionLog;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The orderly end of all logs, dir by dir at the same time: forced, with snapshots, then the checkpoints, and last the mark
 * that says so. A dir that could not do all of it gets no mark. Blocks; one use.
 */
final class StoreClosing {
    private static final Logger LOG = LoggerFactory.getLogger(StoreClosing.class);

    private final List<StoreDirectory> directories;
    private final PartitionTable table;
    private final DirFailures failures;
    private final long brokerEpoch;

    StoreClosing(List<StoreDirectory> directories, PartitionTable table, DirFailures failures, long brokerEpoch) {
        this.directories = directories;
        this.table = table;
        this.failures = failures;
        this.brokerEpoch = brokerEpoch;
    }

    void run() {
        List<CompletableFuture<Void>> closings = new ArrayList<>();
        for (StoreDirectory directory : directories) {
            if (directory.isOnline()) {
                closings.add(closeLogs(directory).thenAccept(clean -> leave(directory, clean)));
            } else {
                table.in(directory).stream()
                        .map(StoredPartition::log)
                        .filter(Objects::nonNull)
                        .forEach(PartitionLog::letGo);
            }
        }
        CompletableFuture.allOf(closings.toArray(CompletableFuture[]::new)).join();
    }

    /** Completes with whether all of its logs are on the disk. */
    private CompletableFuture<Boolean> closeLogs(StoreDirectory directory) {
        AtomicBoolean clean = new AtomicBoolean(true);
        List<CompletableFuture<Void>> logs = new ArrayList<>();
        for (StoredPartition stored : table.in(directory)) {
            CompletableFuture<PartitionLog> opening = stored.opening();
            if (opening == null) {
                // It was not looked at: as clean as it was.
                clean.compareAndSet(true, directory.wasClean() || stored.isNew());
            } else if (stored.deletion() == null) {
                logs.add(opening.handle((log, error) -> log)
                        .thenAcceptAsync(log -> close(log, clean), directory.threads()));
            }
        }
        return CompletableFuture.allOf(logs.toArray(CompletableFuture[]::new)).thenApply(done -> clean.get());
    }

    private static void close(PartitionLog log, AtomicBoolean clean) {
        try {
            if (log == null || log.isOffline()) {
                clean.set(false);
            } else {
                log.close();
            }
        } catch (IOException e) {
            LOG.error("{} could not be closed in order; the next start looks through it", log.partition(), e);
            clean.set(false);
        }
    }

    private void leave(StoreDirectory directory, boolean clean) {
        try {
            table.writeCheckpoints(directory);
            if (clean && directory.isOnline()) {
                directory.markClean(brokerEpoch);
            } else {
                LOG.warn(
                        "{} ends without order; the next start looks through its logs",
                        directory.directory().path());
            }
        } catch (IOException e) {
            if (DiskFullException.isCauseOf(e)) {
                LOG.warn(
                        "{} ends without order, as the disk is full; the next start looks through its logs: {}",
                        directory.directory().path(),
                        e.getMessage());
            } else {
                failures.failed(directory.directory(), e);
            }
        }
    }
}
