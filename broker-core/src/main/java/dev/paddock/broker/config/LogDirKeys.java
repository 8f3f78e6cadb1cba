package dev.paddock.broker.config;

import static dev.paddock.broker.config.SettingType.STRING;

import java.util.List;

/** Where the broker keeps its files. */
final class LogDirKeys {
    static final SettingKey<String> LOG_DIR =
            new SettingKey<>("log.dir", STRING, "/tmp/kafka-logs", Check.any(), "Used when log.dirs is not set.");
    static final SettingKey<String> LOG_DIRS = new SettingKey<>(
            "log.dirs",
            STRING,
            null,
            Check.any(),
            "The folders of the logs, with commas between. A relative one starts at the folder the broker is started in.");

    static final List<SettingKey<?>> ALL = List.of(LOG_DIRS, LOG_DIR);

    private LogDirKeys() {}
}
