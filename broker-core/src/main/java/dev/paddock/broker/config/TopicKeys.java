package dev.paddock.broker.config;

import static dev.paddock.broker.config.SettingType.BOOLEAN;
import static dev.paddock.broker.config.SettingType.LIST;
import static dev.paddock.broker.config.SettingType.LONG;
import static dev.paddock.broker.config.SettingType.STRING;

import dev.paddock.broker.config.TopicKey.Source;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The settings that a topic can have of its own, which are all those of Apache Kafka 3.9. */
final class TopicKeys {
    private static final Pattern FORMAT_VERSION = Pattern.compile(
            "(0\\.(8\\.[0-2]|9\\.0|10\\.[0-2]|11\\.0)|1\\.[01]|2\\.[0-8]|3\\.\\d|4\\.0)(-IV\\d|\\..*)?");
    private static final Pattern PARTITION_AND_BROKER = Pattern.compile("(\\d+:\\d+)?");

    static final TopicKey<Integer> SEGMENT_BYTES = TopicKey.like("segment.bytes", LogKeys.SEGMENT_BYTES);
    static final TopicKey<Long> SEGMENT_MS = new TopicKey<>(
            new SettingKey<>("segment.ms", LONG, null, Check.atLeast(1), LogKeys.ROLL_HOURS.doc()),
            List.of(same(LogKeys.ROLL_MS), new Source<>(LogKeys.ROLL_HOURS, hours -> TimeUnit.HOURS.toMillis(hours))));
    static final TopicKey<Long> SEGMENT_JITTER_MS = new TopicKey<>(
            new SettingKey<>("segment.jitter.ms", LONG, null, Check.atLeast(0), LogKeys.ROLL_JITTER_HOURS.doc()),
            List.of(
                    same(LogKeys.ROLL_JITTER_MS),
                    new Source<>(LogKeys.ROLL_JITTER_HOURS, hours -> TimeUnit.HOURS.toMillis(hours))));
    static final TopicKey<Integer> INDEX_BYTES_MAX = TopicKey.like("segment.index.bytes", LogKeys.INDEX_BYTES_MAX);
    static final TopicKey<Integer> INDEX_INTERVAL_BYTES =
            TopicKey.like("index.interval.bytes", LogKeys.INDEX_INTERVAL_BYTES);
    static final TopicKey<Long> RETENTION_MS = new TopicKey<>(
            new SettingKey<>("retention.ms", LONG, null, Check.atLeast(-1), LogKeys.RETENTION_HOURS.doc()),
            List.of(
                    new Source<>(LogKeys.RETENTION_MS, TopicKeys::unlimited),
                    new Source<>(LogKeys.RETENTION_MINUTES, minutes -> unlimited(TimeUnit.MINUTES.toMillis(minutes))),
                    new Source<>(LogKeys.RETENTION_HOURS, hours -> unlimited(TimeUnit.HOURS.toMillis(hours)))));
    static final TopicKey<Long> RETENTION_BYTES = TopicKey.like("retention.bytes", LogKeys.RETENTION_BYTES);
    static final TopicKey<List<String>> CLEANUP_POLICY = TopicKey.like("cleanup.policy", LogKeys.CLEANUP_POLICY);
    static final TopicKey<Long> DELETE_DELAY_MS = TopicKey.like("file.delete.delay.ms", LogKeys.DELETE_DELAY_MS);
    static final TopicKey<Long> FLUSH_MESSAGES = TopicKey.like("flush.messages", LogKeys.FLUSH_MESSAGES);
    static final TopicKey<Long> FLUSH_MS = new TopicKey<>(
            new SettingKey<>("flush.ms", LONG, null, Check.atLeast(0), LogKeys.FLUSH_MS.doc()),
            List.of(same(LogKeys.FLUSH_MS), same(LogKeys.FLUSH_SCHEDULER_MS)));
    static final TopicKey<Integer> MESSAGE_BYTES_MAX = TopicKey.like("max.message.bytes", LogKeys.MESSAGE_BYTES_MAX);
    static final TopicKey<Long> DELETE_RETENTION_MS = TopicKey.like("delete.retention.ms", LogKeys.DELETE_RETENTION_MS);
    static final TopicKey<Long> MIN_COMPACTION_LAG_MS =
            TopicKey.like("min.compaction.lag.ms", LogKeys.MIN_COMPACTION_LAG_MS);
    static final TopicKey<Long> MAX_COMPACTION_LAG_MS =
            TopicKey.like("max.compaction.lag.ms", LogKeys.MAX_COMPACTION_LAG_MS);
    static final TopicKey<Double> MIN_DIRTY_RATIO =
            TopicKey.like("min.cleanable.dirty.ratio", LogKeys.MIN_CLEANABLE_RATIO);
    static final TopicKey<String> COMPRESSION_TYPE = TopicKey.like("compression.type", LogKeys.COMPRESSION_TYPE);
    static final TopicKey<Integer> GZIP_LEVEL = TopicKey.like("compression.gzip.level", LogKeys.GZIP_LEVEL);
    static final TopicKey<Integer> LZ4_LEVEL = TopicKey.like("compression.lz4.level", LogKeys.LZ4_LEVEL);
    static final TopicKey<Integer> ZSTD_LEVEL = TopicKey.like("compression.zstd.level", LogKeys.ZSTD_LEVEL);
    static final TopicKey<String> TIMESTAMP_TYPE = TopicKey.like("message.timestamp.type", LogKeys.TIMESTAMP_TYPE);
    static final TopicKey<Long> TIMESTAMP_DIFFERENCE_MAX_MS =
            TopicKey.like("message.timestamp.difference.max.ms", LogKeys.TIMESTAMP_DIFFERENCE_MAX_MS);
    static final TopicKey<Long> TIMESTAMP_BEFORE_MAX_MS =
            TopicKey.like("message.timestamp.before.max.ms", LogKeys.TIMESTAMP_BEFORE_MAX_MS);
    static final TopicKey<Long> TIMESTAMP_AFTER_MAX_MS =
            TopicKey.like("message.timestamp.after.max.ms", LogKeys.TIMESTAMP_AFTER_MAX_MS);
    static final TopicKey<Boolean> PREALLOCATE = TopicKey.like("preallocate", LogKeys.PREALLOCATE);
    static final TopicKey<Boolean> DOWNCONVERSION =
            TopicKey.like("message.downconversion.enable", LogKeys.DOWNCONVERSION);
    static final TopicKey<Integer> MIN_INSYNC_REPLICAS =
            TopicKey.like("min.insync.replicas", LogKeys.MIN_INSYNC_REPLICAS);
    static final TopicKey<Boolean> UNCLEAN_ELECTION =
            TopicKey.like("unclean.leader.election.enable", LogKeys.UNCLEAN_ELECTION);

    /** Kafka ignores it as well since 3.0; tools of before still set it. */
    static final TopicKey<String> FORMAT_VERSION_KEY = TopicKey.withoutEffect(new SettingKey<>(
            "message.format.version",
            STRING,
            "3.0-IV1",
            new Check<>(
                    "a version of Kafka such as 2.8",
                    version -> FORMAT_VERSION.matcher(version).matches()),
            "Has no effect: records are stored in the newest format."));

    static final String REMOTE_STORAGE = "remote.storage.enable";
    private static final String NO_TIERS = "Has no effect: there is no tiered storage.";
    private static final String NO_THROTTLE = "Has no effect yet: replication is not throttled.";

    static final List<TopicKey<?>> ALL = List.of(
            SEGMENT_BYTES,
            SEGMENT_MS,
            SEGMENT_JITTER_MS,
            INDEX_BYTES_MAX,
            INDEX_INTERVAL_BYTES,
            RETENTION_MS,
            RETENTION_BYTES,
            CLEANUP_POLICY,
            DELETE_DELAY_MS,
            FLUSH_MESSAGES,
            FLUSH_MS,
            MESSAGE_BYTES_MAX,
            DELETE_RETENTION_MS,
            MIN_COMPACTION_LAG_MS,
            MAX_COMPACTION_LAG_MS,
            MIN_DIRTY_RATIO,
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
            UNCLEAN_ELECTION,
            FORMAT_VERSION_KEY,
            TopicKey.withoutEffect(new SettingKey<>(
                    REMOTE_STORAGE, BOOLEAN, false, Check.any(), "Must stay false: there is no tiered storage.")),
            TopicKey.withoutEffect(new SettingKey<>("remote.log.copy.disable", BOOLEAN, false, Check.any(), NO_TIERS)),
            TopicKey.withoutEffect(
                    new SettingKey<>("remote.log.delete.on.disable", BOOLEAN, false, Check.any(), NO_TIERS)),
            TopicKey.withoutEffect(new SettingKey<>("local.retention.bytes", LONG, -2L, Check.atLeast(-2), NO_TIERS)),
            TopicKey.withoutEffect(new SettingKey<>("local.retention.ms", LONG, -2L, Check.atLeast(-2), NO_TIERS)),
            throttled("leader.replication.throttled.replicas"),
            throttled("follower.replication.throttled.replicas"));

    static final Map<String, TopicKey<?>> BY_NAME = ALL.stream()
            .collect(Collectors.toUnmodifiableMap(topicKey -> topicKey.key().name(), Function.identity()));

    private TopicKeys() {}

    private static Source<Long, Long> same(SettingKey<Long> key) {
        return new Source<>(key, Function.identity());
    }

    private static long unlimited(long ms) {
        return ms < 0 ? -1 : ms;
    }

    private static TopicKey<List<String>> throttled(String name) {
        Check<List<String>> check = new Check<>(
                "* or partition:broker pairs",
                pairs -> pairs.stream()
                                .allMatch(pair -> PARTITION_AND_BROKER
                                        .matcher(pair.trim())
                                        .matches())
                        || pairs.get(0).trim().equals("*"));
        return TopicKey.withoutEffect(new SettingKey<>(name, LIST, List.of(), check, NO_THROTTLE));
    }
}
