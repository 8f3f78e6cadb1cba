package dev.paddock.broker.topic;

import dev.paddock.broker.config.InvalidSettingException;
import dev.paddock.broker.config.LogSettingsResolver;
import dev.paddock.protocol.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** One step of an incremental change of a topic's settings. The numbers are Kafka's. Pure. */
public record OverrideChange(String name, byte operation, String value) {
    private static final byte SET = 0;
    private static final byte DELETE = 1;
    private static final byte APPEND = 2;
    private static final byte SUBTRACT = 3;

    public boolean deletes() {
        return operation == DELETE;
    }

    /** The topic's settings after the changes. Throws {@link TopicException}. */
    public static Map<String, String> apply(
            Map<String, String> before, List<OverrideChange> changes, LogSettingsResolver configs) {
        Map<String, String> after = new TreeMap<>(before);
        for (OverrideChange change : changes) {
            switch (change.operation) {
                case SET -> after.put(change.name, change.value);
                case DELETE -> after.remove(change.name);
                case APPEND -> after.put(change.name, String.join(",", change.appended(after, configs)));
                case SUBTRACT -> after.put(change.name, String.join(",", change.subtracted(after, configs)));
                default ->
                    throw new TopicException(ErrorCode.INVALID_REQUEST, "Unknown operations type " + change.operation);
            }
        }
        return after;
    }

    /** Throws {@link TopicException} when a topic cannot have these settings. */
    public static void check(String topic, Map<String, String> overrides, LogSettingsResolver configs) {
        try {
            configs.check(overrides);
        } catch (InvalidSettingException e) {
            throw new TopicException(
                    ErrorCode.INVALID_CONFIG,
                    "Invalid config value for resource ConfigResource(type=TOPIC, name='" + topic + "'): "
                            + e.forClients());
        }
    }

    private List<String> appended(Map<String, String> overrides, LogSettingsResolver configs) {
        List<String> elements = elements(overrides, configs, "append");
        for (String added : split(value)) {
            if (!elements.contains(added)) {
                elements.add(added);
            }
        }
        return elements;
    }

    private List<String> subtracted(Map<String, String> overrides, LogSettingsResolver configs) {
        List<String> elements = elements(overrides, configs, "subtract");
        elements.removeAll(split(value));
        return elements;
    }

    private List<String> elements(Map<String, String> overrides, LogSettingsResolver configs, String what) {
        if (!LogSettingsResolver.lists().contains(name)) {
            throw new TopicException(
                    ErrorCode.INVALID_CONFIG, "Config value " + what + " is not allowed for config key: " + name);
        }
        String present = overrides.get(name);
        return new ArrayList<>(present == null ? configs.defaultList(name) : split(present));
    }

    private static List<String> split(String text) {
        return text.isBlank() ? List.of() : List.of(text.trim().split("\\s*,\\s*"));
    }
}
