package dev.paddock.broker.config;

import dev.paddock.log.clean.CleanerSettings;
import dev.paddock.log.producer.ProducerLimits;
import dev.paddock.log.store.StoreSettings;
import java.util.Optional;

/**
 * How records are served.
 *
 * @param shards threads that partitions live on
 * @param ioThreads that read from the disk
 */
public record ServingSettings(int shards, int ioThreads, int fetchBytesMax, int fetchSessions, StoreSettings store) {
    /** Of one partition; Kafka has no such bound. */
    private static final int PRODUCERS_MAX = 1_000_000;

    /** Kafka's. */
    private static final long DEDUPE_BYTES_EACH_MIN = 1 << 20;

    static ServingSettings from(SettingValues values) {
        int shards = values.get(ServingKeys.SHARDS);
        return new ServingSettings(
                shards == 0 ? Runtime.getRuntime().availableProcessors() : shards,
                values.get(ServingKeys.IO_THREADS),
                values.get(ServingKeys.FETCH_BYTES_MAX),
                values.get(ServingKeys.FETCH_SESSIONS),
                new StoreSettings(
                        values.get(ServingKeys.RECOVERY_THREADS),
                        values.get(ServingKeys.RETENTION_CHECK_MS),
                        values.get(LogKeys.FLUSH_SCHEDULER_MS),
                        values.get(ServingKeys.RECOVERY_CHECKPOINT_MS),
                        values.get(ServingKeys.START_CHECKPOINT_MS),
                        values.get(ServingKeys.WATERMARK_CHECKPOINT_MS),
                        new ProducerLimits(values.get(ServingKeys.PRODUCER_EXPIRY_MS), PRODUCERS_MAX),
                        values.get(ServingKeys.TAIL_BYTES),
                        values.get(ServingKeys.TAIL_BYTES_EACH),
                        values.get(ServingKeys.OPEN_FILES),
                        values.get(ServingKeys.IDLE_MS),
                        values.get(LogKeys.DELETE_DELAY_MS),
                        cleaner(values)));
    }

    private static Optional<CleanerSettings> cleaner(SettingValues values) {
        int threads = values.get(CleanerKeys.THREADS);
        long dedupeBytes = values.get(CleanerKeys.DEDUPE_BYTES);
        if (dedupeBytes / threads <= DEDUPE_BYTES_EACH_MIN) {
            throw values.refused(
                    CleanerKeys.DEDUPE_BYTES,
                    "expected more than " + DEDUPE_BYTES_EACH_MIN + " for each of " + threads + " "
                            + CleanerKeys.THREADS.name());
        }
        CleanerSettings settings = new CleanerSettings(
                threads,
                dedupeBytes,
                values.get(CleanerKeys.LOAD_FACTOR),
                values.get(CleanerKeys.IO_BUFFER_BYTES),
                values.get(CleanerKeys.IO_BYTES_PER_SECOND),
                values.get(CleanerKeys.BACKOFF_MS));
        return values.get(CleanerKeys.ENABLE) ? Optional.of(settings) : Optional.empty();
    }
}
