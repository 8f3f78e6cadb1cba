package dev.paddock.broker.api;

import dev.paddock.broker.config.DescribedSetting;

/** Kafka's numbers for what can be configured, where a value comes from, and what type it has. */
final class ConfigCodes {
    static final byte TOPIC = 2;
    static final byte BROKER = 4;

    private ConfigCodes() {}

    static byte source(DescribedSetting.Source source) {
        return switch (source) {
            case TOPIC -> 1;
            case BROKER_FILE -> 4;
            case DEFAULT -> 5;
        };
    }

    static byte type(String name) {
        return switch (name) {
            case "boolean" -> 1;
            case "string" -> 2;
            case "int" -> 3;
            case "short" -> 4;
            case "long" -> 5;
            case "double" -> 6;
            case "list" -> 7;
            case "password" -> 9;
            default -> 0;
        };
    }
}
