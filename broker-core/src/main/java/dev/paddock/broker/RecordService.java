package dev.paddock.broker;

import dev.paddock.broker.api.Serving;
import dev.paddock.broker.config.BrokerSettings;
import dev.paddock.broker.config.LogSettingsResolver;
import dev.paddock.broker.config.ServingSettings;
import dev.paddock.broker.fetch.FetchSessions;
import dev.paddock.broker.metrics.MetricsPage.Gauge;
import dev.paddock.broker.metrics.Traffic;
import dev.paddock.broker.partition.LocalPartitions;
import dev.paddock.broker.partition.LocalTopic;
import dev.paddock.broker.partition.PartitionShard;
import dev.paddock.broker.topic.TopicCatalog;
import dev.paddock.coordinator.zk.ClusterView;
import dev.paddock.log.LogSettings;
import dev.paddock.log.TopicPartition;
import dev.paddock.log.io.DiskLogDirectory;
import dev.paddock.log.io.LogDirectory;
import dev.paddock.log.io.LogDirectoryException;
import dev.paddock.log.store.DirListener;
import dev.paddock.log.store.LogStore;
import dev.paddock.log.store.StoreSeams;
import io.netty.buffer.ByteBufAllocator;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The part of the broker that holds and serves records: the shards, the store of logs, the threads that read from the disk.
 *
 * <pre>
 *   created: shards run -> opened: logs listed -> follow: partitions known -> topicsKnown: recovery, housekeeping, compaction
 *   close: compaction, disk threads, shards, store
 * </pre>
 */
final class RecordService implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RecordService.class);
    private static final long IDLE_THREAD_SECONDS = 30;
    private static final long DISK_CLOSE_SECONDS_MAX = 10;

    private final List<Path> folders;
    private final Map<Path, IOException> failedFolders;
    private final ServingSettings settings;
    private final LogSettingsResolver resolver;
    private final Runnable allDisksGone;
    private final List<PartitionShard> shards = new ArrayList<>();
    private final ThreadPoolExecutor disk;
    private final Traffic traffic = new Traffic();
    private final FetchSessions sessions;
    private CompletableFuture<Void> opening = CompletableFuture.completedFuture(null);
    private volatile LogStore store;
    private volatile LocalPartitions partitions;

    /**
     * @param failedFolders those of log.dirs that could not be used at the start
     * @param allDisksGone called when no log dir is left: the broker cannot go on; on any thread, which
     *     must not block
     */
    RecordService(BrokerSettings broker, Map<Path, IOException> failedFolders, Runnable allDisksGone) {
        folders = broker.logDirs().dirs();
        this.failedFolders = failedFolders;
        settings = broker.serving();
        resolver = broker.topics().configs();
        this.allDisksGone = allDisksGone;
        for (int i = 0; i < settings.shards(); i++) {
            shards.add(PartitionShard.start("shard-" + i));
        }
        disk = diskThreads(settings.ioThreads());
        sessions = new FetchSessions(
                settings.fetchSessions(), () -> ThreadLocalRandom.current().nextInt());
    }

    /** As many requests can wait for them as are admitted to the broker at all. */
    private static ThreadPoolExecutor diskThreads(int count) {
        AtomicInteger number = new AtomicInteger();
        ThreadPoolExecutor threads = new ThreadPoolExecutor(
                count, count, IDLE_THREAD_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(task, "disk-" + number.getAndIncrement());
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
        return threads;
    }

    Serving serving(Supplier<ClusterView> cluster) {
        return new Serving(() -> partitions, cluster, sessions, disk, traffic, settings.fetchBytesMax());
    }

    /** Begins to look what lies in the folders; it may take a while. */
    void beginOpening() {
        opening = CompletableFuture.runAsync(this::openStore);
    }

    /** Returns when it is known what lies in the folders. */
    void awaitOpened() {
        try {
            opening.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }

    private void openStore() {
        List<LogDirectory> directories = new ArrayList<>();
        folders.forEach(folder -> directories.add(new DiskLogDirectory(folder)));
        try {
            store = LogStore.open(
                    directories,
                    failedFolders,
                    settings.store(),
                    new StoreSeams(
                            partition -> LocalPartitions.shardOf(shards, partition),
                            this::settingsOf,
                            new FailingDisks(),
                            ByteBufAllocator.DEFAULT,
                            System::currentTimeMillis));
        } catch (IOException e) {
            throw new LogDirectoryException("The logs in " + folders + " cannot be opened: " + e.getMessage(), e);
        }
    }

    /** From now on the partitions are those that the catalog says. */
    void follow(int brokerId, TopicCatalog catalog) {
        partitions = new LocalPartitions(brokerId, shards, resolver, store);
        catalog.addListener(partitions::follow);
    }

    /** The catalog has had its first table: what the store does by itself goes by the settings of topics. */
    void topicsKnown() {
        if (settings.store().cleaner().isEmpty()) {
            LOG.warn("log.cleaner.enable is false: compacted topics are not compacted, and grow");
        }
        store.start();
    }

    private LogSettings settingsOf(String topic) {
        LocalTopic known = partitions == null ? null : partitions.topic(topic);
        return known == null ? resolver.ofUnknownTopic() : known.settings();
    }

    /** Before the requests under way are waited for: no fetch waits any longer. */
    void endWaits() {
        if (partitions != null) {
            partitions.endFetchWaits();
        }
    }

    List<Gauge> gauges() {
        List<Gauge> gauges = new ArrayList<>(CleanerGauges.of(store::cleaner, System::currentTimeMillis));
        gauges.addAll(List.of(
                new Gauge("paddock_bytes_in", "Bytes of records that producers sent.", traffic::bytesIn),
                new Gauge("paddock_bytes_out", "Bytes of records that were fetched.", traffic::bytesOut),
                new Gauge("paddock_records_in", "Records that producers sent.", traffic::recordsIn),
                new Gauge("paddock_fetches_waiting", "Fetches that wait for records.", traffic::waitingFetches),
                new Gauge("paddock_produces_waiting", "Produces that wait for replicas.", traffic::waitingProduces),
                new Gauge("paddock_fetch_sessions", "Fetch sessions that are remembered.", sessions::sessions),
                new Gauge("paddock_fetch_session_partitions", "Partitions in fetch sessions.", sessions::partitions),
                new Gauge(
                        "paddock_fetch_session_evictions", "Fetch sessions given up for others.", sessions::evictions),
                new Gauge(
                        "paddock_shard_queue",
                        "Requests that wait for a shard.",
                        () -> shards.stream().mapToLong(PartitionShard::waiting).sum()),
                new Gauge(
                        "paddock_disk_queue",
                        "Reads that wait for a disk thread.",
                        () -> disk.getQueue().size())));
        return gauges;
    }

    /** Is written to the mark of an orderly end, so that the next start can tell which life ended so. */
    void registered(long brokerEpoch) {
        store.brokerEpoch(brokerEpoch);
        partitions.registered(brokerEpoch);
    }

    @Override
    public void close() {
        // A start that failed elsewhere must not leave a store behind that opens only now.
        opening.exceptionally(failure -> null).join();
        if (store != null) {
            store.stopCleaning();
        }
        disk.shutdown();
        try {
            if (!disk.awaitTermination(DISK_CLOSE_SECONDS_MAX, TimeUnit.SECONDS)) {
                LOG.warn("Reads from the disk take longer than {} s; going on without them", DISK_CLOSE_SECONDS_MAX);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (partitions != null) {
            partitions.close();
        } else {
            shards.forEach(PartitionShard::close);
        }
        if (store != null) {
            store.close();
        }
    }

    private final class FailingDisks implements DirListener {
        @Override
        public void onOffline(Path directory, Set<TopicPartition> partitions, Throwable cause) {
            // The store has said so; the shards hear of it from their logs.
        }

        @Override
        public void onAllOffline() {
            LOG.error("All of log.dirs have failed; the broker stops");
            allDisksGone.run();
        }
    }
}
