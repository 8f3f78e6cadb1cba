package dev.paddock.broker.config;

import java.util.List;

/**
 * A setting as a client is told of it.
 *
 * @param value null for a secret, and where there is none
 * @param type {@link SettingType#name}
 * @param synonyms all that say something of it, the one that counts first
 */
public record DescribedSetting(
        String name, String value, Source source, String type, List<Synonym> synonyms, String doc) {
    /** Where a value comes from. */
    public enum Source {
        TOPIC,
        BROKER_FILE,
        DEFAULT
    }

    /** One place that says something of a setting. */
    public record Synonym(String name, String value, Source source) {}

    public DescribedSetting {
        synonyms = List.copyOf(synonyms);
    }

    public boolean isSecret() {
        return type.equals(SettingType.PASSWORD.name());
    }
}
