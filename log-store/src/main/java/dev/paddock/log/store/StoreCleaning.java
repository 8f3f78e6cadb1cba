package dev.paddock.log.store;

import dev.paddock.log.TopicPartition;
import dev.paddock.log.clean.CleanerListener;
import dev.paddock.log.clean.CleanerSeams;
import dev.paddock.log.clean.CleanerSettings;
import dev.paddock.log.clean.CleanerStatus;
import dev.paddock.log.clean.LogCleaner;
import dev.paddock.log.io.DiskFullException;
import dev.paddock.log.io.LogDirectory;
import dev.paddock.log.log.PartitionLog;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compaction as a part of the store: what its cleaner has to know of logs, and what becomes of its failures. Also when nothing
 * is to be cleaned it keeps the checkpoint true, since it may be tomorrow. Any thread. Ends with {@link #close}.
 */
final class StoreCleaning implements CleanerListener, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StoreCleaning.class);

    private final boolean isEnabled;
    private final DirFailures failures;
    private final LogCleaner cleaner;

    StoreCleaning(
            StoreSettings settings,
            StoreSeams seams,
            List<StoreDirectory> directories,
            CompactedLogs logs,
            DirFailures failures) {
        isEnabled = settings.cleaner().isPresent();
        this.failures = failures;
        SecureRandom random = new SecureRandom();
        cleaner = new LogCleaner(
                settings.cleaner().orElse(CleanerSettings.DEFAULTS),
                new CleanerSeams(
                        () -> logs.get(directories, this::cleanedTo, failures),
                        this,
                        seams.allocator(),
                        seams.clockMs(),
                        System::nanoTime,
                        random::nextLong));
    }

    void start() {
        if (isEnabled) {
            cleaner.start();
        }
    }

    CleanerStatus status() {
        return cleaner.status();
    }

    /** Whether offsets may be missing in it: also in one that is not compacted any more. */
    boolean wasCleaned(StoredPartition stored) throws IOException {
        return cleanedTo(stored).isPresent();
    }

    private OptionalLong cleanedTo(StoredPartition stored) throws IOException {
        return cleaner.cleanedTo(stored.directory().directory(), stored.partition());
    }

    /** On a thread that may block, before anybody uses the log. */
    void opened(StoredPartition stored, PartitionLog log) throws IOException {
        LogDirectory disk = stored.directory().directory();
        if (stored.isNew()) {
            // What a crash has kept from being forgotten of one of the same name.
            cleaner.deleted(disk, stored.partition());
        } else {
            cleaner.opened(disk, stored.partition(), log.endOffset());
        }
    }

    /** On its owner's thread. Blocks. */
    void truncating(StoredPartition stored, long offset) throws IOException {
        cleaner.truncating(stored.directory().directory(), stored.partition(), offset);
    }

    /** Its settings may be other ones now. */
    void settingsChanged(PartitionLog log) {
        if (!log.settings().compact()) {
            cleaner.cancel(log.partition());
        }
    }

    /** Completes when nobody cleans it; nobody will any more. */
    CompletableFuture<Void> letGo(StoredPartition stored) {
        return cleaner.pause(stored.partition());
    }

    /** It is gone from the disk. On a thread that may block. */
    void deleted(StoredPartition stored) {
        LogDirectory disk = stored.directory().directory();
        try {
            cleaner.deleted(disk, stored.partition());
        } catch (IOException e) {
            if (DiskFullException.isCauseOf(e)) {
                LOG.warn("{}: no cleaner checkpoint, as the disk is full: {}", disk.path(), e.getMessage());
            } else {
                failures.failed(disk, e);
            }
        }
    }

    @Override
    public void onSetAside(TopicPartition partition, String reason) {
        // It was logged with its cause, and is counted by status().
        LOG.debug("{} is set aside: {}", partition, reason);
    }

    @Override
    public void onFailure(LogDirectory directory, Throwable cause) {
        failures.failed(directory, cause);
    }

    /** Cancels what goes on, and returns soon. */
    @Override
    public void close() {
        cleaner.close();
    }
}
