package dev.paddock.broker.config;

import dev.paddock.log.LogSettings;
import dev.paddock.log.LogSettingsBuilder;
import dev.paddock.protocol.record.Compression;
import dev.paddock.protocol.record.TimestampType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The settings of a topic: its own, and the broker's for what it does not say. Immutable; for every thread. */
public final class LogSettingsResolver {
    private final SettingValues broker;

    LogSettingsResolver(SettingValues broker) {
        this.broker = broker;
    }

    /** Of a broker that says nothing. For tests. */
    public static LogSettingsResolver ofDefaults() {
        return new LogSettingsResolver(new SettingValues(Map.of()));
    }

    /**
     * What the topic's logs are to be like. What the topic says and cannot be understood does not count: the znode may hold
     * anything, and a log has to be like something. {@link #check} tells of it.
     */
    public LogSettings resolve(Map<String, String> overrides) {
        Reading reading = new Reading(understood(overrides));
        List<String> policy = reading.get(TopicKeys.CLEANUP_POLICY);
        String compression = reading.get(TopicKeys.COMPRESSION_TYPE);
        return new LogSettingsBuilder()
                .segmentBytes(reading.get(TopicKeys.SEGMENT_BYTES))
                .segmentMs(reading.get(TopicKeys.SEGMENT_MS))
                .segmentJitterMs(reading.get(TopicKeys.SEGMENT_JITTER_MS))
                .indexIntervalBytes(reading.get(TopicKeys.INDEX_INTERVAL_BYTES))
                .indexBytesMax(reading.get(TopicKeys.INDEX_BYTES_MAX))
                .retentionMs(reading.get(TopicKeys.RETENTION_MS))
                .retentionBytes(reading.get(TopicKeys.RETENTION_BYTES))
                .delete(policy.contains("delete"))
                .compact(policy.contains("compact"))
                .fileDeleteDelayMs(reading.get(TopicKeys.DELETE_DELAY_MS))
                .flushMessages(reading.get(TopicKeys.FLUSH_MESSAGES))
                .flushMs(reading.get(TopicKeys.FLUSH_MS))
                .messageBytesMax(reading.get(TopicKeys.MESSAGE_BYTES_MAX))
                .deleteRetentionMs(reading.get(TopicKeys.DELETE_RETENTION_MS))
                .minCompactionLagMs(reading.get(TopicKeys.MIN_COMPACTION_LAG_MS))
                .maxCompactionLagMs(reading.get(TopicKeys.MAX_COMPACTION_LAG_MS))
                .minCleanableDirtyRatio(reading.get(TopicKeys.MIN_DIRTY_RATIO))
                .compression(Compression.named(compression))
                .compressionLevel(level(compression, reading))
                .timestampType(TimestampType.named(reading.get(TopicKeys.TIMESTAMP_TYPE)))
                .timestampBeforeMaxMs(reading.orDifference(TopicKeys.TIMESTAMP_BEFORE_MAX_MS))
                .timestampAfterMaxMs(reading.orDifference(TopicKeys.TIMESTAMP_AFTER_MAX_MS))
                .preallocate(reading.get(TopicKeys.PREALLOCATE))
                .minInsyncReplicas(reading.get(TopicKeys.MIN_INSYNC_REPLICAS))
                .uncleanElection(reading.get(TopicKeys.UNCLEAN_ELECTION))
                .build();
    }

    /**
     * For a folder whose topic is not in ZooKeeper, as when the broker was given the wrong ZooKeeper or a wrong chroot: nothing is
     * deleted that nobody asked to delete.
     */
    public LogSettings ofUnknownTopic() {
        return resolve(Map.of())
                .change()
                .retentionMs(-1)
                .retentionBytes(-1)
                .compact(false)
                .build();
    }

    /** Whether old consumers get records of the topic in their own format ({@code message.downconversion.enable}). */
    public boolean downConversion(Map<String, String> overrides) {
        return new Reading(understood(overrides)).get(TopicKeys.DOWNCONVERSION);
    }

    /** Throws {@link InvalidSettingException} when a topic cannot have these. */
    public void check(Map<String, String> overrides) {
        overrides.forEach((name, value) -> {
            TopicKey<?> topicKey = TopicKeys.BY_NAME.get(name);
            if (topicKey == null) {
                throw InvalidSettingException.ofTopic(name, "Unknown topic config name: " + Printable.text(name));
            }
            if (topicKey.key().parse(value).equals(true)) {
                refuseTiers(name);
            }
        });
        Reading reading = new Reading(overrides);
        long minLagMs = reading.get(TopicKeys.MIN_COMPACTION_LAG_MS);
        long maxLagMs = reading.get(TopicKeys.MAX_COMPACTION_LAG_MS);
        if (minLagMs > maxLagMs) {
            throw InvalidSettingException.ofTopic(
                    TopicKeys.MAX_COMPACTION_LAG_MS.key().name(),
                    "conflict topic config setting min.compaction.lag.ms (" + minLagMs + ") > max.compaction.lag.ms ("
                            + maxLagMs + ")");
        }
    }

    /** All settings of a topic. */
    public List<DescribedSetting> describe(Map<String, String> overrides) {
        return new SettingDescriptions(broker).ofTopic(overrides);
    }

    /** All settings of this broker that have an effect. */
    public List<DescribedSetting> describeBroker() {
        return new SettingDescriptions(broker).ofBroker();
    }

    /** Those settings of a topic that are lists, to which a client can append. */
    public static Set<String> lists() {
        return TopicKeys.ALL.stream()
                .map(TopicKey::key)
                .filter(key -> key.type().equals(SettingType.LIST))
                .map(SettingKey::name)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** What a list setting of a topic is when the topic does not say. */
    public List<String> defaultList(String name) {
        return TopicKeys.BY_NAME.get(name).fromBroker(broker) instanceof List<?> list
                ? list.stream().map(Object::toString).toList()
                : List.of();
    }

    private static void refuseTiers(String name) {
        if (name.equals(TopicKeys.REMOTE_STORAGE)) {
            throw InvalidSettingException.ofTopic(
                    name,
                    "Tiered Storage functionality is disabled in the broker. Topic cannot be configured with remote log"
                            + " storage.");
        }
        if (name.startsWith("remote.log.")) {
            throw InvalidSettingException.ofTopic(
                    name,
                    "It is invalid to set `remote.log.delete.on.disable` or `remote.log.copy.disable` under"
                            + " Zookeeper's mode.");
        }
    }

    private static Map<String, String> understood(Map<String, String> overrides) {
        Map<String, String> understood = new HashMap<>();
        overrides.forEach((name, value) -> {
            TopicKey<?> topicKey = TopicKeys.BY_NAME.get(name);
            try {
                if (topicKey != null) {
                    topicKey.key().parse(value);
                    understood.put(name, value);
                }
            } catch (InvalidSettingException e) {
                understood.remove(name);
            }
        });
        return understood;
    }

    private static int level(String compression, Reading reading) {
        return switch (compression) {
            case "gzip" ->
                reading.get(TopicKeys.GZIP_LEVEL) == -1 ? Compression.DEFAULT_LEVEL : reading.get(TopicKeys.GZIP_LEVEL);
            case "lz4" -> reading.get(TopicKeys.LZ4_LEVEL);
            case "zstd" -> reading.get(TopicKeys.ZSTD_LEVEL);
            default -> Compression.DEFAULT_LEVEL;
        };
    }

    /** One topic's overrides over the broker's settings. */
    private final class Reading {
        private final Map<String, String> overrides;

        private Reading(Map<String, String> overrides) {
            this.overrides = overrides;
        }

        private <T> T get(TopicKey<T> topicKey) {
            String own = overrides.get(topicKey.key().name());
            return own == null ? topicKey.fromBroker(broker) : topicKey.key().parse(own);
        }

        /** The old key for both directions counts where the new one is at its default. */
        private long orDifference(TopicKey<Long> topicKey) {
            long own = get(topicKey);
            return own == Long.MAX_VALUE ? get(TopicKeys.TIMESTAMP_DIFFERENCE_MAX_MS) : own;
        }
    }
}
