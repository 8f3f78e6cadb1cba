package dev.paddock.coordinator.zk;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a broker says of itself in {@code /brokers/ids/<id>}. The timestamp is for people; nothing depends on it. */
public record RegisteredBroker(
        int id,
        List<BrokerEndpoint> endpoints,
        Optional<String> rack,
        int jmxPort,
        Map<String, VersionRange> features,
        long timestampMs) {
    public RegisteredBroker {
        endpoints = List.copyOf(endpoints);
        features = Map.copyOf(features);
    }

    public Optional<BrokerEndpoint> endpoint(String listenerName) {
        return endpoints.stream()
                .filter(endpoint -> endpoint.listenerName().equals(listenerName))
                .findFirst();
    }
}
