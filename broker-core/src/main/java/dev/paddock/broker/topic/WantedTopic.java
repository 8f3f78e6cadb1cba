package dev.paddock.broker.topic;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A topic that somebody wants created.
 *
 * @param partitions {@link #UNSAID} for the broker's default
 * @param replicationFactor {@link #UNSAID} for the broker's default
 * @param assignment the brokers of each partition; empty when they are to be placed
 * @param overrides its own settings; null values where the request had null
 */
public record WantedTopic(
        String name,
        int partitions,
        int replicationFactor,
        SortedMap<Integer, List<Integer>> assignment,
        Map<String, String> overrides) {
    public static final int UNSAID = -1;

    /** With the broker's defaults for everything. */
    public static WantedTopic ofDefaults(String name) {
        return new WantedTopic(name, UNSAID, UNSAID, new TreeMap<>(), Map.of());
    }
}
