package dev.paddock.coordinator.topic;

import dev.paddock.protocol.Uuid;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** All topics as they were at one moment. Immutable; replaced whole, and read by all threads. */
public final class TopicTable {
    public static final TopicTable EMPTY = new TopicTable(Map.of());

    private final Map<String, Topic> byName;
    private final Map<Uuid, Topic> byId;

    public TopicTable(Map<String, Topic> topics) {
        byName = Collections.unmodifiableMap(new TreeMap<>(topics));
        byId = new HashMap<>();
        for (Topic topic : byName.values()) {
            if (topic.hasId()) {
                byId.put(topic.id(), topic);
            }
        }
    }

    /** The topic, or null. */
    public Topic topic(String name) {
        return byName.get(name);
    }

    /** The topic, or null. */
    public Topic topic(Uuid id) {
        return byId.get(id);
    }

    /** The partition, or null. */
    public PartitionState partition(String topic, int partition) {
        Topic found = byName.get(topic);
        return found == null ? null : found.partition(partition);
    }

    /** Ordered by name. */
    public Collection<Topic> topics() {
        return byName.values();
    }

    public Set<String> names() {
        return byName.keySet();
    }

    public int size() {
        return byName.size();
    }

    /** The names of the topics that have come, gone or changed since; cheap, since what did not change is the same object. */
    @SuppressWarnings("ReferenceEquality") // Cheap on purpose: with thousands of topics one has changed.
    public Set<String> changedSince(TopicTable before) {
        Set<String> changed = new HashSet<>();
        for (Topic topic : byName.values()) {
            if (before.byName.get(topic.name()) != topic) {
                changed.add(topic.name());
            }
        }
        for (String name : before.byName.keySet()) {
            if (!byName.containsKey(name)) {
                changed.add(name);
            }
        }
        return changed;
    }
}
