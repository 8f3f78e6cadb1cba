package dev.paddock.log.store;

import dev.paddock.log.clean.CleanerSettings;
import dev.paddock.log.producer.ProducerLimits;
import java.util.Optional;

/**
 * Settings of the broker for its logs, with Kafka's names and meanings; -1 in place of a period for never.
 *
 * @param recoveryThreads num.recovery.threads.per.data.dir
 * @param retentionCheckMs log.retention.check.interval.ms
 * @param flushCheckMs log.flush.scheduler.interval.ms: how often flush.ms is looked after
 * @param recoveryCheckpointMs log.flush.offset.checkpoint.interval.ms
 * @param startCheckpointMs log.flush.start.offset.checkpoint.interval.ms
 * @param watermarkCheckpointMs replica.high.watermark.checkpoint.interval.ms
 * @param producers producer.id.expiration.ms, and how many are remembered for one partition
 * @param tailBytes of all tails in memory together
 * @param tailBytesEach of the tail of one partition: little, since memory that comes back soon is still in the processor's caches
 * @param openFiles how many files may be open at a time
 * @param idleMs after which time without an append a log gives back files and memory
 * @param deleteDelayMs log.segment.delete.delay.ms: when the files of a deleted partition go
 * @param cleaner of compaction; empty when log.cleaner.enable is false
 */
public record StoreSettings(
        int recoveryThreads,
        long retentionCheckMs,
        long flushCheckMs,
        long recoveryCheckpointMs,
        long startCheckpointMs,
        long watermarkCheckpointMs,
        ProducerLimits producers,
        long tailBytes,
        long tailBytesEach,
        int openFiles,
        long idleMs,
        long deleteDelayMs,
        Optional<CleanerSettings> cleaner) {

    /** Kafka's defaults, and ours for what it does not have. */
    public static final StoreSettings DEFAULTS = new StoreSettings(
            1,
            300_000,
            -1,
            60_000,
            60_000,
            5_000,
            new ProducerLimits(86_400_000, 1_000_000),
            61L << 20,
            1L << 20,
            1000,
            60_000,
            60_000,
            Optional.of(CleanerSettings.DEFAULTS));
}
