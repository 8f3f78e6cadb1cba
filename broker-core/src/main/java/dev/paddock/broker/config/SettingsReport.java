package dev.paddock.broker.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedSet;
import org.slf4j.Logger;

/**
 * What the person who wrote the settings should hear once at start. Values of undeclared keys are not in it, since any
 * of them may be a secret.
 *
 * @param asRead {@code key=value} of what differs from its default
 * @param withoutEffect Kafka's keys that were set and mean nothing here
 */
public record SettingsReport(List<String> asRead, List<String> withoutEffect, List<String> warnings) {
    public SettingsReport {
        asRead = List.copyOf(asRead);
        withoutEffect = List.copyOf(withoutEffect);
        warnings = List.copyOf(warnings);
    }

    static SettingsReport from(SettingValues values, SortedSet<String> contradictions, List<Listener> listeners) {
        var review = new KeyReview(listeners);
        values.texts().keySet().forEach(review::add);
        var warnings = new ArrayList<>(review.warnings());
        for (var key : contradictions) {
            warnings.add(contradiction(key, values));
        }
        return new SettingsReport(asRead(values, listeners), review.withoutEffect(), warnings);
    }

    public void logTo(Logger logger) {
        logger.info(
                "settings that differ from their defaults:{}",
                asRead.isEmpty() ? " none" : "\n  " + String.join("\n  ", asRead));
        if (!withoutEffect.isEmpty()) {
            logger.warn("settings of Kafka's that have no effect here: {}", String.join(", ", withoutEffect));
        }
        warnings.forEach(logger::warn);
    }

    private static List<String> asRead(SettingValues values, List<Listener> listeners) {
        var lines = new ArrayList<String>();
        for (var key : DeclaredKeys.ALL) {
            if (!Objects.equals(values.get(key), key.defaultValue())) {
                lines.add(line(key, values));
            }
        }
        for (var key : DeclaredKeys.PER_LISTENER) {
            for (var listener : listeners) {
                var scoped = key.forListener(listener.name());
                if (values.isSet(scoped)) {
                    lines.add(line(scoped, values));
                }
            }
        }
        return lines;
    }

    private static String line(SettingKey<?> key, SettingValues values) {
        return key.name() + "=" + key.type().show(values.get(key));
    }

    private static String contradiction(String key, SettingValues values) {
        var declared = DeclaredKeys.BY_NAME.get(key);
        var last = declared == null
                ? "the last one"
                : "the last one, " + declared.show(values.texts().get(key)) + ",";
        return "setting " + Printable.text(key) + " is given more than once with different values: " + last + " counts";
    }
}
