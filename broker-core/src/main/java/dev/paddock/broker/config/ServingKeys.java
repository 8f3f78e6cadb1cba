package dev.paddock.broker.config;

import static dev.paddock.broker.config.SettingType.INT;
import static dev.paddock.broker.config.SettingType.LONG;

import java.util.List;

/** How records are served, and how the store of logs looks after itself. */
final class ServingKeys {
    static final SettingKey<Integer> IO_THREADS = new SettingKey<>(
            "num.io.threads", INT, 8, Check.atLeast(1), "Threads that read from the disk what is not in memory.");
    static final SettingKey<Integer> SHARDS = new SettingKey<>(
            "paddock.shards", INT, 0, Check.atLeast(0), "Threads that partitions live on; 0 for one for each core.");
    static final SettingKey<Integer> FETCH_BYTES_MAX = new SettingKey<>(
            "fetch.max.bytes",
            INT,
            57_671_680,
            Check.atLeast(1024),
            "How many bytes of records a fetch answers at most, whatever a consumer asks for.");
    static final SettingKey<Integer> FETCH_SESSIONS = new SettingKey<>(
            "max.incremental.fetch.session.cache.slots",
            INT,
            1000,
            Check.atLeast(0),
            "How many clients' fetch sessions are remembered.");
    static final SettingKey<Integer> RECOVERY_THREADS = new SettingKey<>(
            "num.recovery.threads.per.data.dir",
            INT,
            1,
            Check.atLeast(1),
            "Threads for each of log.dirs that recover logs after a crash.");
    static final SettingKey<Long> RETENTION_CHECK_MS = new SettingKey<>(
            "log.retention.check.interval.ms",
            LONG,
            300_000L,
            Check.atLeast(1),
            "How often is looked whether old records may go.");
    static final SettingKey<Integer> RECOVERY_CHECKPOINT_MS = new SettingKey<>(
            "log.flush.offset.checkpoint.interval.ms",
            INT,
            60_000,
            Check.atLeast(0),
            "How often is written down up to where logs are forced to disk.");
    static final SettingKey<Integer> START_CHECKPOINT_MS = new SettingKey<>(
            "log.flush.start.offset.checkpoint.interval.ms",
            INT,
            60_000,
            Check.atLeast(0),
            "How often is written down where logs start.");
    static final SettingKey<Long> WATERMARK_CHECKPOINT_MS = new SettingKey<>(
            "replica.high.watermark.checkpoint.interval.ms",
            LONG,
            5_000L,
            Check.any(),
            "How often high watermarks are written down.");
    static final SettingKey<Integer> PRODUCER_EXPIRY_MS = new SettingKey<>(
            "producer.id.expiration.ms",
            INT,
            86_400_000,
            Check.atLeast(1),
            "How long a producer that is silent is remembered.");
    static final SettingKey<Long> TAIL_BYTES = new SettingKey<>(
            "paddock.tail.bytes",
            LONG,
            64L << 20,
            Check.atLeast(0),
            "Memory for the latest records of all partitions, from which readers at the end are served.");
    static final SettingKey<Long> TAIL_BYTES_EACH = new SettingKey<>(
            "paddock.tail.bytes.per.partition",
            LONG,
            4L << 20,
            Check.atLeast(0),
            "How much of paddock.tail.bytes one partition may have.");
    static final SettingKey<Integer> OPEN_FILES = new SettingKey<>(
            "paddock.log.open.files",
            INT,
            1000,
            Check.atLeast(16),
            "How many files of logs are open at a time; the rest is opened when it is needed.");
    static final SettingKey<Long> IDLE_MS = new SettingKey<>(
            "paddock.log.idle.ms",
            LONG,
            60_000L,
            Check.atLeast(1),
            "A log that nobody uses for this long gives back its files and memory.");

    static final List<SettingKey<?>> ALL = List.of(
            IO_THREADS,
            SHARDS,
            FETCH_BYTES_MAX,
            FETCH_SESSIONS,
            RECOVERY_THREADS,
            RETENTION_CHECK_MS,
            RECOVERY_CHECKPOINT_MS,
            START_CHECKPOINT_MS,
            WATERMARK_CHECKPOINT_MS,
            PRODUCER_EXPIRY_MS,
            TAIL_BYTES,
            TAIL_BYTES_EACH,
            OPEN_FILES,
            IDLE_MS);

    private ServingKeys() {}
}
