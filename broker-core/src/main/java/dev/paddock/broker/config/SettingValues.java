package dev.paddock.broker.config;

import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The texts of a properties file and its overrides, read through the declared keys only. */
final class SettingValues {
    private final SortedMap<String, String> texts;

    SettingValues(Map<String, String> texts) {
        this.texts = new TreeMap<>(texts);
    }

    boolean isSet(SettingKey<?> key) {
        return texts.containsKey(key.name());
    }

    /** Null only for a key without a default; {@link #find} is for those. */
    <T> T get(SettingKey<T> key) {
        var text = texts.get(key.name());
        return text == null ? key.defaultValue() : key.parse(text);
    }

    <T> Optional<T> find(SettingKey<T> key) {
        return Optional.ofNullable(get(key));
    }

    SortedMap<String, String> texts() {
        return texts;
    }

    /** What was set, for an error that comes out of more than one key. */
    InvalidSettingException refused(SettingKey<?> key, String expectation) {
        var text = texts.get(key.name());
        var shown = text == null ? key.type().show(key.defaultValue()) + " (the default)" : key.show(text);
        return new InvalidSettingException(key.name(), shown, expectation);
    }
}
