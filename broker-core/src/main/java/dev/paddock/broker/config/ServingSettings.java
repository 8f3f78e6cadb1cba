package dev.paddock.broker.config;

import dev.paddock.log.producer.ProducerLimits;
import dev.paddock.log.store.StoreSettings;

/**
 * How records are served.
 *
 * @param shards threads that partitions live on
 * @param ioThreads that read from the disk
 */
public record ServingSettings(int shards, int ioThreads, int fetchBytesMax, int fetchSessions, StoreSettings store) {
    /** Of one partition; Kafka has no such bound. */
    private static final int PRODUCERS_MAX = 1_000_000;

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
                        values.get(LogKeys.DELETE_DELAY_MS)));
    }
}
