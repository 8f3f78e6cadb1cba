// house-style: long class because it is the whole of what a store can be asked for; the work is done by its parts
package dev.paddock.log.store;

import dev.paddock.log.LogSettings;
import dev.paddock.log.TopicPartition;
import dev.paddock.log.clean.CleanerStatus;
import dev.paddock.log.io.LogDirectory;
import dev.paddock.log.io.OpenFiles;
import dev.paddock.log.log.PartitionLog;
import dev.paddock.log.log.StorageErrors;
import dev.paddock.log.log.TailMemory;
import dev.paddock.protocol.ErrorCode;
import dev.paddock.protocol.Uuid;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All partitions in all folders of log.dirs. Any thread. Ends with {@link #close}.
 *
 * <pre>
 *   LogStore             opens and deletes logs, knows what is where
 *    +- StoreDirectory   one entry of log.dirs: its state, checkpoints and threads
 *    +- PartitionTable   partition -> StoredPartition, with its PartitionLog when it is open
 *    +- StoreCleaning    compaction, with its threads
 *    +- Housekeeping     from time to time: retention, flushing, checkpoints, idle logs; one thread
 *    +- BackgroundRecovery  after a disorderly end: opens all logs, so that the next end can be orderly
 * </pre>
 */
public final class LogStore implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LogStore.class);
    /** How long a log that is damaged is not looked at again. */
    private static final long REFUSED_MS = 10_000;

    private final List<StoreDirectory> directories = new ArrayList<>();
    private final StoreSettings settings;
    private final StoreSeams seams;
    private final StoreParts parts;
    private final PartitionTable table;
    private final DirFailures failures;
    private final Housekeeping housekeeping;
    private final StoreCleaning cleaning;
    private final PartitionDeletion deletion;
    private volatile long brokerEpoch = -1;
    private volatile boolean closed;

    private LogStore(List<LogDirectory> disks, StoreSettings settings, StoreSeams seams) {
        this.settings = settings;
        this.seams = seams;
        for (LogDirectory disk : disks) {
            int threads = Math.max(2, settings.recoveryThreads());
            directories.add(new StoreDirectory(disk, new DirThreads(directories.size(), threads)));
        }
        ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "paddock-log-housekeeping");
            thread.setDaemon(true);
            return thread;
        });
        timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        timer.setRemoveOnCancelPolicy(true);
        table = new PartitionTable(directories);
        failures = new DirFailures(directories, table, seams.listener());
        CompactedLogs compacted = new CompactedLogs(table, seams, this::openQuietly);
        cleaning = new StoreCleaning(settings, seams, directories, compacted, failures);
        parts = new StoreParts(
                new OpenFiles(settings.openFiles()),
                new TailMemory(settings.tailBytes(), settings.tailBytesEach()),
                settings.producers(),
                new StoreWatcher(table, failures, cleaning),
                timer);
        deletion = new PartitionDeletion(table, failures, cleaning, parts, settings.deleteDelayMs());
        housekeeping = new Housekeeping(this, timer);
    }

    /**
     * Lists the partitions without opening them.
     *
     * @throws IOException when no log dir can be used
     */
    public static LogStore open(List<LogDirectory> directories, StoreSettings settings, StoreSeams seams)
            throws IOException {
        return open(directories, Map.of(), settings, seams);
    }

    /** @param failed those of the directories that are known not to be usable, and why: they are offline from the start */
    public static LogStore open(
            List<LogDirectory> directories, Map<Path, IOException> failed, StoreSettings settings, StoreSeams seams)
            throws IOException {
        LogStore store = new LogStore(directories, settings, seams);
        boolean loaded = false;
        try {
            store.load(failed);
            loaded = true;
        } finally {
            if (!loaded) {
                store.stopThreads();
            }
        }
        return store;
    }

    private void load(Map<Path, IOException> failed) throws IOException {
        IOException failure = null;
        for (StoreDirectory directory : directories) {
            try {
                IOException known = failed.get(directory.directory().path());
                if (known != null) {
                    throw known;
                }
                directory.load();
                table.addAll(directory);
                deletion.finish(directory);
            } catch (IOException e) {
                failure = e;
                failures.failed(directory.directory(), e);
            }
        }
        if (failure != null && directories.stream().noneMatch(StoreDirectory::isOnline)) {
            throw failure;
        }
    }

    /**
     * The settings of all topics are known from now on, which nothing that goes on by itself could do without: what must not be
     * cut off behind a gap, how long records stay, what is compacted. When the last run did not end in order the partitions begin
     * to be recovered in the background, while {@link #open} waits for its own only.
     */
    public void start() {
        for (StoreDirectory directory : directories) {
            if (directory.isOnline()
                    && !directory.wasClean()
                    && !directory.found().isEmpty()) {
                new BackgroundRecovery(directory, this::openStored, table).start(settings.recoveryThreads());
            }
        }
        housekeeping.start(settings);
        cleaning.start();
    }

    /** The partitions that lie in a log dir which is online, opened or not. */
    public Set<TopicPartition> existing() {
        return table.existing();
    }

    /** The log of a partition if it is open, else null. Only its owner may do more with it than ask for bounds. */
    public PartitionLog opened(TopicPartition partition) {
        StoredPartition stored = table.get(partition);
        return stored == null ? null : stored.log();
    }

    /** For one that may have been here before; see {@link #open(TopicPartition, Uuid, boolean)}. */
    public CompletableFuture<PartitionLog> open(TopicPartition partition, Uuid topicId) {
        return open(partition, topicId, false);
    }

    /**
     * The log of a partition, opened, and created when it is nowhere; completes on the thread of its owner. Fails with a
     * {@link LogUnavailableException} that has the error for the client: INCONSISTENT_TOPIC_ID, KAFKA_STORAGE_ERROR.
     *
     * @param topicId written to a new folder, compared with an existing one; null when it is not known
     * @param isNew whether nobody can have written to it before. Otherwise it is not created while a log dir is offline,
     *     since it may lie there.
     */
    public CompletableFuture<PartitionLog> open(TopicPartition partition, Uuid topicId, boolean isNew) {
        Executor owner = seams.owners().apply(partition);
        StoredPartition stored;
        try {
            stored = closed ? null : table.getOrPlace(partition, isNew);
        } catch (LogUnavailableException e) {
            return CompletableFuture.<PartitionLog>failedFuture(e).whenCompleteAsync((log, error) -> {}, owner);
        }
        if (stored == null) {
            return CompletableFuture.failedFuture(
                    new LogUnavailableException(ErrorCode.KAFKA_STORAGE_ERROR, partition + ": the broker is stopping"));
        }
        CompletableFuture<Void> leaving = stored.deletion();
        if (leaving != null) {
            // One of the same name is on its way out.
            return leaving.thenCompose(done -> open(partition, topicId, isNew));
        }
        return openStored(stored, topicId)
                .thenApplyAsync(
                        log -> {
                            stored.requireTopic(topicId);
                            return log;
                        },
                        owner);
    }

    private CompletableFuture<PartitionLog> openStored(StoredPartition stored, Uuid topicId) {
        LogUnavailableException refusal = stored.refusal(seams.clockMs().getAsLong(), REFUSED_MS);
        if (refusal != null) {
            return CompletableFuture.failedFuture(refusal);
        }
        if (stored.beginOpening()) {
            CompletableFuture<PartitionLog> opening = stored.opening();
            stored.directory().threads().execute(() -> openNow(stored, topicId, opening));
            return opening;
        }
        return stored.opening();
    }

    private void openNow(StoredPartition stored, Uuid topicId, CompletableFuture<PartitionLog> opening) {
        try {
            if (!stored.directory().isOnline()) {
                throw new IOException(stored.directory().directory().path() + " is offline");
            }
            if (stored.isNew() && stored.directory().checkpoints().anyAbove(stored.partition(), 0)) {
                table.writeCheckpoints(stored.directory());
            }
            PartitionLog log = new PartitionOpening(stored, seams, parts, cleaning).run(topicId);
            cleaning.opened(stored, log);
            stored.opened(log);
            // They may have changed since the log was given its own, and nobody saw it then.
            log.context().owner().execute(() -> refreshSettings(log));
            if (!stored.directory().isOnline()) {
                log.goOffline();
            }
            opening.complete(log);
        } catch (IOException | RuntimeException e) {
            LogUnavailableException why = new LogUnavailableException(
                    ErrorCode.KAFKA_STORAGE_ERROR, stored.partition() + " cannot be opened: " + e, e);
            if (StorageErrors.isDamage(e)) {
                stored.refuse(why, seams.clockMs().getAsLong() + REFUSED_MS);
            }
            stored.openingFailed();
            failures.failedToOpen(stored, e);
            opening.completeExceptionally(why);
        }
    }

    /** The caller uses the log no more. Completes when the partition is gone for good; its files go later. */
    public CompletableFuture<Void> delete(TopicPartition partition) {
        StoredPartition stored = table.get(partition);
        return stored == null
                ? CompletableFuture.completedFuture(null)
                : deletion.delete(stored, seams.owners().apply(partition));
    }

    /** The settings of a topic have changed: its logs fetch them anew. */
    public void settingsChanged(String topic) {
        for (PartitionLog log : table.opened()) {
            if (log.partition().topic().equals(topic)) {
                log.context().owner().execute(() -> refreshSettings(log));
            }
        }
    }

    private void refreshSettings(PartitionLog log) {
        LogSettings now = seams.settings().apply(log.partition().topic());
        if (!now.equals(log.settings())) {
            log.settings(now);
            cleaning.settingsChanged(log);
        }
    }

    /** Those that are open, to ask for bounds or to do more on their owners' threads. */
    public List<PartitionLog> openedLogs() {
        return table.opened();
    }

    /** For DescribeLogDirs. Asks the disk for the sizes of logs that are not open. */
    public List<DirStatus> directories() {
        return directories.stream().map(table::status).toList();
    }

    /** Under which the broker is registered: written to the mark of an orderly end (KIP-966). */
    public void brokerEpoch(long epoch) {
        brokerEpoch = epoch;
    }

    public CleanerStatus cleaner() {
        return cleaning.status();
    }

    /** Before the owners of the logs stop, for whose answers a cleaner may wait. Returns soon, and may be called again. */
    public void stopCleaning() {
        cleaning.close();
    }

    /** What the tails of all logs hold in memory. */
    public long tailBytes() {
        return parts.tails().usedBytes();
    }

    StoreSeams seams() {
        return seams;
    }

    PartitionTable table() {
        return table;
    }

    DirFailures failures() {
        return failures;
    }

    List<StoreDirectory> storeDirectories() {
        return directories;
    }

    /** Opens for housekeeping; nobody else has asked for it. */
    CompletableFuture<PartitionLog> openQuietly(StoredPartition stored) {
        return openStored(stored, null);
    }

    /** Forces everything, and leaves the mark of an orderly end. The owners must have stopped using the logs. Blocks. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        cleaning.close();
        parts.timer().shutdown();
        new StoreClosing(directories, table, failures, brokerEpoch).run();
        stopThreads();
        LOG.info("The logs are closed");
    }

    private void stopThreads() {
        parts.timer().shutdown();
        directories.forEach(directory -> directory.threads().close());
        // What was still to be forced in the background has opened some again.
        parts.openFiles().closeIdle();
    }
}
