package dev.paddock.broker.config;

/**
 * How topics come and go, and what they are like when they do not say.
 *
 * @param partitions of a topic when nobody says
 * @param replicationFactor of a topic when nobody says
 * @param describedPartitionsMax in one answer
 * @param configs what each of their settings is
 */
public record TopicSettings(
        boolean autoCreate,
        int partitions,
        int replicationFactor,
        boolean deletion,
        int describedPartitionsMax,
        LogSettingsResolver configs) {
    static TopicSettings from(SettingValues values) {
        return new TopicSettings(
                values.get(TopicCreationKeys.AUTO_CREATE),
                values.get(TopicCreationKeys.PARTITIONS),
                values.get(TopicCreationKeys.REPLICATION_FACTOR),
                values.get(TopicCreationKeys.DELETION),
                values.get(TopicCreationKeys.DESCRIBED_PARTITIONS_MAX),
                new LogSettingsResolver(values));
    }
}
