package dev.paddock.broker.config;

import static dev.paddock.broker.config.SettingType.BOOLEAN;
import static dev.paddock.broker.config.SettingType.DOUBLE;
import static dev.paddock.broker.config.SettingType.INT;
import static dev.paddock.broker.config.SettingType.LIST;
import static dev.paddock.broker.config.SettingType.LONG;
import static dev.paddock.broker.config.SettingType.STRING;

import java.util.List;

/** What a topic's logs are like when the topic does not say: each is the default of a key in {@link TopicKeys}. */
final class LogKeys {
    private static final long DAY_MS = 86_400_000;

    static final SettingKey<Integer> SEGMENT_BYTES = new SettingKey<>(
            "log.segment.bytes", INT, 1 << 30, Check.atLeast(14), "How large a segment file grows before a new one.");
    static final SettingKey<Long> ROLL_MS = new SettingKey<>(
            "log.roll.ms",
            LONG,
            null,
            Check.atLeast(1),
            "How old a segment gets before a new one; counts before the hours.");
    static final SettingKey<Integer> ROLL_HOURS =
            new SettingKey<>("log.roll.hours", INT, 168, Check.atLeast(1), "How old a segment gets before a new one.");
    static final SettingKey<Long> ROLL_JITTER_MS = new SettingKey<>(
            "log.roll.jitter.ms",
            LONG,
            null,
            Check.atLeast(0),
            "How much earlier, at random, a segment may end, so that not all do at once; counts before the hours.");
    static final SettingKey<Integer> ROLL_JITTER_HOURS = new SettingKey<>(
            "log.roll.jitter.hours", INT, 0, Check.atLeast(0), "How much earlier, at random, a segment may end.");
    static final SettingKey<Integer> INDEX_BYTES_MAX = new SettingKey<>(
            "log.index.size.max.bytes", INT, 10 << 20, Check.atLeast(4), "How large a segment's index gets.");
    static final SettingKey<Integer> INDEX_INTERVAL_BYTES = new SettingKey<>(
            "log.index.interval.bytes", INT, 4096, Check.atLeast(0), "How many bytes lie between entries of an index.");
    static final SettingKey<Long> RETENTION_MS = new SettingKey<>(
            "log.retention.ms",
            LONG,
            null,
            new Check<>("at least 1, or negative for no limit", ms -> ms != 0),
            "How long records are kept, -1 for ever; counts before minutes and hours.");
    static final SettingKey<Integer> RETENTION_MINUTES = new SettingKey<>(
            "log.retention.minutes",
            INT,
            null,
            new Check<>("at least 1, or negative for no limit", minutes -> minutes != 0),
            "How long records are kept; counts before hours.");
    static final SettingKey<Integer> RETENTION_HOURS = new SettingKey<>(
            "log.retention.hours",
            INT,
            168,
            new Check<>("at least 1, or negative for no limit", hours -> hours != 0),
            "How long records are kept.");
    static final SettingKey<Long> RETENTION_BYTES = new SettingKey<>(
            "log.retention.bytes", LONG, -1L, Check.any(), "How many bytes of a partition are kept, -1 for all.");
    static final SettingKey<List<String>> CLEANUP_POLICY = new SettingKey<>(
            "log.cleanup.policy",
            LIST,
            List.of("delete"),
            Check.listOf(List.of("compact", "delete")),
            "What happens to old records: delete, compact, or both.");
    static final SettingKey<Long> DELETE_DELAY_MS = new SettingKey<>(
            "log.segment.delete.delay.ms",
            LONG,
            60_000L,
            Check.atLeast(0),
            "How long a file stays on the disk when it is no longer needed.");
    static final SettingKey<Long> FLUSH_MESSAGES = new SettingKey<>(
            "log.flush.interval.messages",
            LONG,
            Long.MAX_VALUE,
            Check.atLeast(1),
            "After how many records a partition is forced to disk.");
    static final SettingKey<Long> FLUSH_MS = new SettingKey<>(
            "log.flush.interval.ms",
            LONG,
            null,
            Check.any(),
            "How long records may wait for being forced to disk; the scheduler's interval when not set.");
    static final SettingKey<Long> FLUSH_SCHEDULER_MS = new SettingKey<>(
            "log.flush.scheduler.interval.ms",
            LONG,
            Long.MAX_VALUE,
            Check.any(),
            "How often is looked whether something is to be forced to disk.");
    static final SettingKey<Integer> MESSAGE_BYTES_MAX = new SettingKey<>(
            "message.max.bytes", INT, 1_048_588, Check.atLeast(0), "How large a batch of records may be.");
    static final SettingKey<Long> DELETE_RETENTION_MS = new SettingKey<>(
            "log.cleaner.delete.retention.ms",
            LONG,
            DAY_MS,
            Check.atLeast(0),
            "How long a compacted topic shows that a key was deleted.");
    static final SettingKey<Long> MIN_COMPACTION_LAG_MS = new SettingKey<>(
            "log.cleaner.min.compaction.lag.ms",
            LONG,
            0L,
            Check.atLeast(0),
            "How long each record of a compacted topic stays at least.");
    static final SettingKey<Long> MAX_COMPACTION_LAG_MS = new SettingKey<>(
            "log.cleaner.max.compaction.lag.ms",
            LONG,
            Long.MAX_VALUE,
            Check.atLeast(1),
            "After how long a compacted topic is compacted even when little has changed.");
    static final SettingKey<Double> MIN_CLEANABLE_RATIO = new SettingKey<>(
            "log.cleaner.min.cleanable.ratio",
            DOUBLE,
            0.5,
            Check.between(0, 1),
            "Which part of a compacted log must be new before it is compacted.");
    static final SettingKey<String> COMPRESSION_TYPE = new SettingKey<>(
            "compression.type",
            STRING,
            "producer",
            Check.oneOf(List.of("uncompressed", "zstd", "lz4", "snappy", "gzip", "producer")),
            "The codec that batches are stored with; producer for the one that they come with.");
    static final SettingKey<Integer> GZIP_LEVEL = new SettingKey<>(
            "compression.gzip.level",
            INT,
            -1,
            new Check<>("1 to 9, or -1 for the codec's own", level -> level == -1 || (level >= 1 && level <= 9)),
            "The level of compression where the broker compresses with gzip.");
    static final SettingKey<Integer> LZ4_LEVEL = new SettingKey<>(
            "compression.lz4.level",
            INT,
            9,
            Check.between(1, 17),
            "The level of compression where the broker compresses with lz4.");
    static final SettingKey<Integer> ZSTD_LEVEL = new SettingKey<>(
            "compression.zstd.level",
            INT,
            3,
            Check.between(-131_072, 22),
            "The level of compression where the broker compresses with zstd.");
    static final SettingKey<String> TIMESTAMP_TYPE = new SettingKey<>(
            "log.message.timestamp.type",
            STRING,
            "CreateTime",
            Check.oneOf(List.of("CreateTime", "LogAppendTime")),
            "Whose clock the records bear: the producer's or the broker's.");
    static final SettingKey<Long> TIMESTAMP_DIFFERENCE_MAX_MS = new SettingKey<>(
            "log.message.timestamp.difference.max.ms",
            LONG,
            Long.MAX_VALUE,
            Check.atLeast(0),
            "How far a producer's clock may be off in either direction; the next two count before it.");
    static final SettingKey<Long> TIMESTAMP_BEFORE_MAX_MS = new SettingKey<>(
            "log.message.timestamp.before.max.ms",
            LONG,
            Long.MAX_VALUE,
            Check.atLeast(0),
            "How old a record's timestamp may be when it comes.");
    static final SettingKey<Long> TIMESTAMP_AFTER_MAX_MS = new SettingKey<>(
            "log.message.timestamp.after.max.ms",
            LONG,
            Long.MAX_VALUE,
            Check.atLeast(0),
            "How far a record's timestamp may lie in the future.");
    static final SettingKey<Boolean> PREALLOCATE = new SettingKey<>(
            "log.preallocate", BOOLEAN, false, Check.any(), "Whether a segment file gets its whole size at once.");
    static final SettingKey<Boolean> DOWNCONVERSION = new SettingKey<>(
            "log.message.downconversion.enable",
            BOOLEAN,
            true,
            Check.any(),
            "Whether consumers of before 0.11 get records in their own format.");
    static final SettingKey<Integer> MIN_INSYNC_REPLICAS = new SettingKey<>(
            "min.insync.replicas",
            INT,
            1,
            Check.atLeast(1),
            "How many replicas must have a record for acks=all to succeed.");
    static final SettingKey<Boolean> UNCLEAN_ELECTION = new SettingKey<>(
            "unclean.leader.election.enable",
            BOOLEAN,
            false,
            Check.any(),
            "Whether a replica that lacks records may lead when no other can: records are lost.");

    static final List<SettingKey<?>> ALL = List.of(
            SEGMENT_BYTES,
            ROLL_MS,
            ROLL_HOURS,
            ROLL_JITTER_MS,
            ROLL_JITTER_HOURS,
            INDEX_BYTES_MAX,
            INDEX_INTERVAL_BYTES,
            RETENTION_MS,
            RETENTION_MINUTES,
            RETENTION_HOURS,
            RETENTION_BYTES,
            CLEANUP_POLICY,
            DELETE_DELAY_MS,
            FLUSH_MESSAGES,
            FLUSH_MS,
            FLUSH_SCHEDULER_MS,
            MESSAGE_BYTES_MAX,
            DELETE_RETENTION_MS,
            MIN_COMPACTION_LAG_MS,
            MAX_COMPACTION_LAG_MS,
            MIN_CLEANABLE_RATIO,
            COMPRESSION_TYPE,
            GZIP_LEVEL,
            LZ4_LEVEL,
            ZSTD_LEVEL,
            TIMESTAMP_TYPE,
            TIMESTAMP_DIFFERENCE_MAX_MS,
            TIMESTAMP_BEFORE_MAX_MS,
            TIMESTAMP_AFTER_MAX_MS,
            PREALLOCATE,
            DOWNCONVERSION,
            MIN_INSYNC_REPLICAS,
            UNCLEAN_ELECTION);

    private LogKeys() {}
}
