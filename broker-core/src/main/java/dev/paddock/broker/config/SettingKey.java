package dev.paddock.broker.config;

import java.util.Locale;

/**
 * One setting: what it is called, what it takes, and what it is when nobody sets it.
 *
 * @param defaultValue null when the setting has none
 * @param doc one line for docs/settings.md
 */
public record SettingKey<T>(String name, SettingType<T> type, T defaultValue, Check<T> check, String doc) {
    static final String LISTENER_PREFIX = "listener.name.";

    /** The same setting for one listener only: {@code listener.name.internal.max.connections}. */
    SettingKey<T> forListener(String listener) {
        var scoped = LISTENER_PREFIX + listener.toLowerCase(Locale.ROOT) + "." + name;
        return new SettingKey<>(scoped, type, defaultValue, check, doc);
    }

    T parse(String text) {
        T value;
        try {
            value = type.parse(text);
        } catch (IllegalArgumentException e) {
            throw refused(text, e);
        }
        if (!check.test().test(value)) {
            throw refused(text, null);
        }
        return value;
    }

    /** The text that goes into logs and errors: never a secret. */
    String show(String text) {
        return type.equals(SettingType.PASSWORD) ? Password.HIDDEN : Printable.text(text.trim());
    }

    private InvalidSettingException refused(String text, IllegalArgumentException cause) {
        var expected = check.allowed().isEmpty() ? type.expected() : type.expected() + ", " + check.allowed();
        return new InvalidSettingException(name, show(text), "expected " + expected, cause);
    }
}
