package dev.paddock.broker.config;

import java.util.Optional;

/** Where metrics are served, if at all. */
public record MetricsSettings(Optional<HostPort> listener) {
    static MetricsSettings from(SettingValues values) {
        var text = values.get(PaddockKeys.METRICS_LISTENER);
        return new MetricsSettings(text.isEmpty() ? Optional.empty() : Optional.of(HostPort.parse(text)));
    }

    static boolean isAllowed(String text) {
        try {
            return text.isEmpty() || HostPort.parse(text) != null;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
