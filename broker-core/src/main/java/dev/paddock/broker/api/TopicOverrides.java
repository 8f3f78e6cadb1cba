package dev.paddock.broker.api;

import dev.paddock.broker.topic.BrokerTopics;
import dev.paddock.broker.topic.OverrideChange;
import dev.paddock.broker.topic.TopicException;
import dev.paddock.protocol.ErrorCode;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Changes the settings of one topic, for the two APIs that do so. */
final class TopicOverrides {
    private static final long SEEN_WAIT_MS_MAX = 1_000;

    private final BrokerTopics topics;
    private final boolean validateOnly;

    TopicOverrides(BrokerTopics topics, boolean validateOnly) {
        this.topics = topics;
        this.validateOnly = validateOnly;
    }

    /** Throws {@link TopicException} when there cannot be settings of this. */
    void requireTopic(byte resourceType, String name) {
        if (resourceType == ConfigCodes.BROKER) {
            throw new TopicException(
                    ErrorCode.INVALID_REQUEST,
                    "The settings of a broker cannot change while it runs: change them in its file and start it anew");
        }
        if (resourceType != ConfigCodes.TOPIC) {
            throw new TopicException(
                    ErrorCode.INVALID_REQUEST,
                    "AlterConfigs is only supported for topics and brokers, but resource type is " + resourceType);
        }
        if (name.isEmpty()) {
            throw new TopicException(ErrorCode.INVALID_REQUEST, "Default topic resources are not allowed.");
        }
        if (topics.catalog().table().topic(name) == null) {
            throw new TopicException(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, "The topic '" + name + "' does not exist.");
        }
    }

    /** Read, changed and written. Two who do so at the same time: the later one wins, as in Kafka. */
    CompletableFuture<Void> change(String topic, List<OverrideChange> changes) {
        return topics.store()
                .overrides(topic)
                .thenCompose(before -> replace(
                        topic,
                        OverrideChange.apply(before, changes, topics.settings().configs())));
    }

    CompletableFuture<Void> replace(String topic, Map<String, String> overrides) {
        OverrideChange.check(topic, overrides, topics.settings().configs());
        return validateOnly
                ? CompletableFuture.completedFuture(null)
                : topics.store().setOverrides(topic, overrides).thenCompose(done -> seen(topic, overrides));
    }

    /** So that who asks this broker next is told of it; when somebody else has changed it again already, never mind. */
    private CompletableFuture<Void> seen(String topic, Map<String, String> overrides) {
        return topics.catalog()
                .until(
                        table -> table.topic(topic) == null
                                || table.topic(topic).overrides().equals(overrides),
                        SEEN_WAIT_MS_MAX)
                .handle((table, failure) -> null);
    }
}
