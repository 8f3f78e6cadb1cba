package dev.paddock.coordinator.topic;

import dev.paddock.protocol.Uuid;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A topic as ZooKeeper shows it.
 *
 * @param id {@link Uuid#ZERO} for a moment, when an old tool has created the topic and the controller has not given it one
 * @param overrides the settings that the topic has of its own, as texts
 * @param partitions ordered by their ids, which are 0, 1, 2 ... unless somebody has written otherwise
 * @param znode which znode it was read from
 */
public record Topic(
        String name, Uuid id, Map<String, String> overrides, List<PartitionState> partitions, TopicVersion znode) {
    public Topic {
        overrides = Collections.unmodifiableMap(new TreeMap<>(overrides));
        partitions = List.copyOf(partitions);
    }

    /** The partition, or null. */
    public PartitionState partition(int partition) {
        if (partition >= 0
                && partition < partitions.size()
                && partitions.get(partition).id() == partition) {
            return partitions.get(partition);
        }
        for (PartitionState candidate : partitions) {
            if (candidate.id() == partition) {
                return candidate;
            }
        }
        return null;
    }

    public boolean hasId() {
        return !id.equals(Uuid.ZERO);
    }
}
