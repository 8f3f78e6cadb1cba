package dev.paddock.broker.config;

import static dev.paddock.broker.config.SettingType.STRING;

import java.util.List;

/** What Kafka has no key for. */
final class PaddockKeys {
    static final SettingKey<String> METRICS_LISTENER = new SettingKey<>(
            "paddock.metrics.listener",
            STRING,
            "",
            new Check<>("empty for off, or host:port such as 127.0.0.1:9404", MetricsSettings::isAllowed),
            "host:port where metrics are served; empty for off.");

    static final List<SettingKey<?>> ALL = List.of(METRICS_LISTENER);

    private PaddockKeys() {}
}
