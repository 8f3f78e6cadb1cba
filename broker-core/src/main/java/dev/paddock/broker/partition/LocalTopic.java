package dev.paddock.broker.partition;

import dev.paddock.coordinator.topic.PartitionState;
import dev.paddock.coordinator.topic.Topic;
import dev.paddock.log.LogSettings;
import dev.paddock.protocol.ErrorCode;
import java.util.Map;

/** A topic as this broker serves it. Immutable, replaced when anything of it changes; read by all threads. */
public final class LocalTopic {
    private final Topic topic;
    private final LogSettings settings;
    private final Map<Integer, Partition> here;

    LocalTopic(Topic topic, LogSettings settings, Map<Integer, Partition> here) {
        this.topic = topic;
        this.settings = settings;
        this.here = Map.copyOf(here);
    }

    public Topic topic() {
        return topic;
    }

    public LogSettings settings() {
        return settings;
    }

    /** The partition, or null where this broker has no replica of it: then {@link #absence} says what that means. */
    public Partition partition(int id) {
        return here.get(id);
    }

    public ErrorCode absence(int id) {
        PartitionState state = topic.partition(id);
        return state == null ? ErrorCode.UNKNOWN_TOPIC_OR_PARTITION : ErrorCode.NOT_LEADER_OR_FOLLOWER;
    }

    Map<Integer, Partition> here() {
        return here;
    }
}
