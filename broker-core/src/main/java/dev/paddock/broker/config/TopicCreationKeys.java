package dev.paddock.broker.config;

import static dev.paddock.broker.config.SettingType.BOOLEAN;
import static dev.paddock.broker.config.SettingType.INT;

import java.util.List;

/** How topics come and go, and are described. */
final class TopicCreationKeys {
    static final SettingKey<Boolean> AUTO_CREATE = new SettingKey<>(
            "auto.create.topics.enable",
            BOOLEAN,
            true,
            Check.any(),
            "Whether a topic is created when a client asks for one that is not there.");
    static final SettingKey<Integer> PARTITIONS = new SettingKey<>(
            "num.partitions", INT, 1, Check.atLeast(1), "How many partitions a topic gets when nobody says.");
    static final SettingKey<Integer> REPLICATION_FACTOR = new SettingKey<>(
            "default.replication.factor",
            INT,
            1,
            Check.any(),
            "How many brokers hold each partition when nobody says.");
    static final SettingKey<Boolean> DELETION =
            new SettingKey<>("delete.topic.enable", BOOLEAN, true, Check.any(), "Whether topics can be deleted.");

    static final SettingKey<Integer> DESCRIBED_PARTITIONS_MAX = new SettingKey<>(
            "max.request.partition.size.limit",
            INT,
            2000,
            Check.atLeast(1),
            "How many partitions are described to a client in one answer; the rest follows in further ones.");

    static final List<SettingKey<?>> ALL =
            List.of(AUTO_CREATE, PARTITIONS, REPLICATION_FACTOR, DELETION, DESCRIBED_PARTITIONS_MAX);

    private TopicCreationKeys() {}
}
