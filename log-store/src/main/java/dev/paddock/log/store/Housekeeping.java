package dev.paddock.log.store;

import dev.paddock.log.LogSettings;
import dev.paddock.log.io.DiskFullException;
import dev.paddock.log.log.PartitionLog;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is done from time to time: retention, flush.ms and idle logs on the owners' threads, checkpoints on its own. One
 * thread, the store's timer.
 */
final class Housekeeping {
    private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);
    /** Kafka's; the start has enough to do. */
    private static final long FIRST_RETENTION_MS = 30_000;

    private final LogStore store;
    private final ScheduledExecutorService timer;

    Housekeeping(LogStore store, ScheduledExecutorService timer) {
        this.store = store;
        this.timer = timer;
    }

    private interface Write {
        void run(StoreDirectory directory) throws IOException;
    }

    void start(StoreSettings settings) {
        PartitionTable table = store.table();
        every(settings.retentionCheckMs(), FIRST_RETENTION_MS, this::retain);
        every(settings.flushCheckMs(), Long.MAX_VALUE, () -> onOwners(PartitionLog::flushIfDue));
        every(settings.idleMs(), Long.MAX_VALUE, () -> releaseIdle(settings.idleMs()));
        every(
                settings.recoveryCheckpointMs(),
                Long.MAX_VALUE,
                () -> write(directory -> directory.checkpoints().writeRecoveryPoints(() -> table.logsIn(directory))));
        every(
                settings.startCheckpointMs(),
                Long.MAX_VALUE,
                () -> write(directory -> directory.checkpoints().writeStartOffsets(() -> table.logsIn(directory))));
        every(
                settings.watermarkCheckpointMs(),
                Long.MAX_VALUE,
                () -> write(directory -> directory.checkpoints().writeHighWatermarks(() -> table.logsIn(directory))));
    }

    private void every(long periodMs, long firstMs, Runnable task) {
        if (periodMs > 0) {
            timer.scheduleWithFixedDelay(
                    () -> guarded(task), Math.min(periodMs, firstMs), periodMs, TimeUnit.MILLISECONDS);
        }
    }

    /** A task that throws would not be done again. */
    private static void guarded(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            LOG.error("A task of the log store failed; this is a bug", e);
        }
    }

    private void onOwners(BiConsumer<PartitionLog, Long> action) {
        long nowMs = store.seams().clockMs().getAsLong();
        for (PartitionLog log : store.table().opened()) {
            log.context().owner().execute(() -> action.accept(log, nowMs));
        }
    }

    private void releaseIdle(long idleMs) {
        onOwners((log, nowMs) -> log.releaseIdle(nowMs, idleMs));
    }

    private void write(Write write) {
        for (StoreDirectory directory : store.storeDirectories()) {
            if (directory.isOnline()) {
                try {
                    write.run(directory);
                } catch (IOException e) {
                    writeFailed(directory, e);
                }
            }
        }
    }

    private void writeFailed(StoreDirectory directory, IOException e) {
        if (DiskFullException.isCauseOf(e)) {
            LOG.warn(
                    "{}: no checkpoint, as the disk is full: {}",
                    directory.directory().path(),
                    e.getMessage());
        } else {
            store.failures().failed(directory.directory(), e);
        }
    }

    /** Logs that are not open are only opened when something seems to be too old or too much. */
    void retain() {
        onOwners(PartitionLog::retain);
        for (StoreDirectory directory : store.storeDirectories()) {
            for (StoredPartition stored : store.table().in(directory)) {
                if (directory.isOnline() && stored.opening() == null && stored.deletion() == null) {
                    retainUnopened(stored);
                }
            }
        }
    }

    private void retainUnopened(StoredPartition stored) {
        LogSettings settings = store.seams().settings().apply(stored.partition().topic());
        long nowMs = store.seams().clockMs().getAsLong();
        try {
            if (new UnopenedRetention(stored, settings).mayBeDue(nowMs)) {
                store.openQuietly(stored)
                        .thenAccept(log -> log.context().owner().execute(() -> log.retain(nowMs)));
            }
        } catch (NoSuchFileException e) {
            LOG.debug("{} was deleted meanwhile", stored.partition(), e);
        } catch (IOException e) {
            store.failures().failed(stored.directory().directory(), e);
        }
    }
}
