package dev.paddock.broker.config;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The names that Apache Kafka 3.9.1 knows, so that a key of its own is told from a typing error. */
final class KafkaKeys {
    static final Set<String> BROKER = Set.copyOf(lines("kafka-3.9.1-broker-keys.txt"));
    /** A topic's key to the broker's key for its default. */
    static final Map<String, String> TOPIC = lines("kafka-3.9.1-topic-keys.properties").stream()
            .map(line -> line.split("=", 2))
            .collect(Collectors.toUnmodifiableMap(pair -> pair[0], pair -> pair[1]));

    /** Kafka hands its whole configuration to plugins, and these are what its own ones look for. */
    private static final List<String> PLUGIN_PREFIXES = List.of(
            "ssl.",
            "sasl.",
            "authorizer.",
            "principal.builder.",
            "client.quota.callback.",
            "metrics.jmx.",
            "rlmm.config.",
            "rsm.config.");

    private static final Set<String> PLUGIN_KEYS = Set.of("super.users", "allow.everyone.if.no.acl.found");

    private KafkaKeys() {}

    static boolean knows(String name) {
        return BROKER.contains(name)
                || PLUGIN_KEYS.contains(name)
                || PLUGIN_PREFIXES.stream().anyMatch(name::startsWith);
    }

    /** {@code scram-sha-256.sasl.jaas.config}: the form that a mechanism's settings have under a listener. */
    static boolean knowsForListener(String name) {
        return knows(name) || name.contains(".sasl.");
    }

    static Optional<String> brokerKeyOfTopicKey(String name) {
        return Optional.ofNullable(TOPIC.get(name));
    }

    private static List<String> lines(String resource) {
        try (var reader = new BufferedReader(
                new InputStreamReader(KafkaKeys.class.getResourceAsStream(resource), StandardCharsets.UTF_8))) {
            return reader.lines().filter(line -> !line.startsWith("#")).toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + resource + " from the broker's jar", e);
        }
    }
}
