package dev.paddock.broker.config;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedSet;

/** All that is configured about a broker, valid as a whole. Read once, before anything starts. */
public record BrokerSettings(
        IdentitySettings identity,
        NetworkSettings network,
        ZooKeeperSettings zooKeeper,
        LogDirSettings logDirs,
        TopicSettings topics,
        ServingSettings serving,
        MetricsSettings metrics,
        SettingsReport report) {
    /** Throws {@link InvalidSettingException} when the broker cannot start with them. */
    public static BrokerSettings of(Map<String, String> texts) {
        return from(new SettingValues(texts), Collections.emptySortedSet());
    }

    public static BrokerSettings load(Path file) throws IOException {
        return load(file, Map.of());
    }

    /** What the command line overrides counts more than the file. */
    public static BrokerSettings load(Path file, Map<String, String> overrides) throws IOException {
        var properties = PropertiesFile.read(file);
        var texts = new HashMap<>(properties.values());
        texts.putAll(overrides);
        return from(new SettingValues(texts), properties.contradictions());
    }

    private static BrokerSettings from(SettingValues values, SortedSet<String> contradictions) {
        // Every declared key that is set must be right, also one that the records below would not look at.
        DeclaredKeys.ALL.forEach(values::get);
        var network = NetworkSettings.from(values);
        return new BrokerSettings(
                IdentitySettings.from(values),
                network,
                ZooKeeperSettings.from(values),
                LogDirSettings.from(values),
                TopicSettings.from(values),
                ServingSettings.from(values),
                MetricsSettings.from(values),
                SettingsReport.from(values, contradictions, network.listeners().listeners()));
    }
}
