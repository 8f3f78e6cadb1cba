package dev.paddock.coordinator.zk;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The cluster as ZooKeeper showed it at one moment: its id, the live brokers by id, and the controller's id or -1. */
public record ClusterView(String clusterId, SortedMap<Integer, LiveBroker> brokers, int controllerId) {
    public static final int NO_CONTROLLER = -1;

    public ClusterView {
        brokers = Collections.unmodifiableSortedMap(new TreeMap<>(brokers));
    }

    /** Where the live brokers that have this listener are reached by it. */
    public SortedMap<Integer, BrokerEndpoint> endpoints(String listenerName) {
        SortedMap<Integer, BrokerEndpoint> endpoints = new TreeMap<>();
        for (Map.Entry<Integer, LiveBroker> live : brokers.entrySet()) {
            live.getValue()
                    .broker()
                    .endpoint(listenerName)
                    .ifPresent(endpoint -> endpoints.put(live.getKey(), endpoint));
        }
        return endpoints;
    }
}
