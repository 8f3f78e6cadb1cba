package dev.paddock.broker.partition;

import dev.paddock.broker.config.LogSettingsResolver;
import dev.paddock.coordinator.topic.PartitionState;
import dev.paddock.coordinator.topic.Topic;
import dev.paddock.log.LogSettings;
import dev.paddock.log.TopicPartition;
import dev.paddock.protocol.ErrorCode;
import dev.paddock.protocol.message.ApiKey;
import dev.paddock.protocol.record.ValidationRules;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A topic as this broker serves it. Replaced as a whole when anything of it changes; used by all threads. */
public final class LocalTopic {
    private static final int PRODUCE_VERSIONS = ApiKey.PRODUCE.highestVersion() + 1;

    private final Topic topic;
    private final LogSettings settings;
    private final boolean convertsForOldClients;
    private final Map<Integer, Partition> here;
    private final Map<Integer, ValidationRules> rules = new ConcurrentHashMap<>();

    LocalTopic(Topic topic, LogSettingsResolver resolver, Map<Integer, Partition> here) {
        this.topic = topic;
        settings = resolver.resolve(topic.overrides());
        convertsForOldClients = resolver.downConversion(topic.overrides());
        this.here = Map.copyOf(here);
    }

    public Topic topic() {
        return topic;
    }

    public LogSettings settings() {
        return settings;
    }

    /** Whether clients that cannot read the newest format get their own. */
    public boolean convertsForOldClients() {
        return convertsForOldClients;
    }

    /** The partition, or null where this broker has no replica of it: then {@link #absence} says what that means. */
    public Partition partition(int id) {
        return here.get(id);
    }

    public ErrorCode absence(int id) {
        PartitionState state = topic.partition(id);
        return state == null ? ErrorCode.UNKNOWN_TOPIC_OR_PARTITION : ErrorCode.NOT_LEADER_OR_FOLLOWER;
    }

    /** What records for a partition have to be like, in a version of Produce. */
    public ValidationRules rules(int partition, short produceVersion) {
        int place = partition * PRODUCE_VERSIONS + produceVersion;
        ValidationRules known = rules.get(place);
        if (known == null) {
            known = newRules(partition, produceVersion);
            rules.put(place, known);
        }
        return known;
    }

    private ValidationRules newRules(int partition, short produceVersion) {
        return new ValidationRules(
                new TopicPartition(topic.name(), partition).toString(),
                produceVersion,
                settings.compact(),
                settings.timestampType(),
                settings.timestampBeforeMaxMs(),
                settings.timestampAfterMaxMs(),
                settings.compression(),
                settings.compressionLevel(),
                settings.messageBytesMax(),
                (int) Math.min(Integer.MAX_VALUE, settings.segmentBytes()),
                ValidationRules.CONTENT_BYTES_MAX_DEFAULT);
    }

    Map<Integer, Partition> here() {
        return here;
    }
}
