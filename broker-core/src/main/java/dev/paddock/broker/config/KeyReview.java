package dev.paddock.broker.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;

/** Sorts the keys that no table declares: Kafka's own, which have no effect here, and those that nobody knows. */
final class KeyReview {
    private static final NearestKey NEAREST = nearest();

    private final List<Listener> listeners;
    private final List<String> withoutEffect = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();

    KeyReview(List<Listener> listeners) {
        this.listeners = listeners;
    }

    void add(String key) {
        if (DeclaredKeys.BY_NAME.containsKey(key)) {
            return;
        }
        if (key.startsWith(SettingKey.LISTENER_PREFIX)) {
            addScoped(key, key.substring(SettingKey.LISTENER_PREFIX.length()));
        } else if (KafkaKeys.knows(key)) {
            withoutEffect.add(key);
        } else {
            unknown("", key);
        }
    }

    List<String> withoutEffect() {
        return withoutEffect;
    }

    List<String> warnings() {
        return warnings;
    }

    private void addScoped(String key, String scoped) {
        for (var listener : listeners) {
            var scope = listener.name().toLowerCase(Locale.ROOT) + ".";
            if (scoped.startsWith(scope)) {
                addForListener(key, scoped.substring(scope.length()));
                return;
            }
            if (scoped.toLowerCase(Locale.ROOT).startsWith(scope)) {
                warnings.add(Printable.text(key) + " has no effect: after " + SettingKey.LISTENER_PREFIX
                        + " the listener is written in lower case");
                return;
            }
        }
        warnings.add(Printable.text(key) + " has no effect: it is for none of the listeners "
                + ListenerRules.names(listeners));
    }

    private void addForListener(String key, String name) {
        if (DeclaredKeys.PER_LISTENER.stream()
                .anyMatch(declared -> declared.name().equals(name))) {
            return;
        }
        if (KafkaKeys.knowsForListener(name)) {
            withoutEffect.add(key);
        } else {
            unknown(key.substring(0, key.length() - name.length()), name);
        }
    }

    private void unknown(String scope, String name) {
        var unknown = "unknown setting " + Printable.text(scope + name);
        var ofTopic = KafkaKeys.brokerKeyOfTopicKey(name);
        if (ofTopic.isPresent()) {
            warnings.add(unknown + ": it is a topic's setting; the broker's default for it is " + ofTopic.get());
        } else {
            warnings.add(NEAREST.to(name)
                    .map(nearest -> unknown + ": did you mean " + scope + nearest + "?")
                    .orElse(unknown));
        }
    }

    private static NearestKey nearest() {
        var known = new TreeSet<>(KafkaKeys.BROKER);
        known.addAll(DeclaredKeys.BY_NAME.keySet());
        return new NearestKey(known);
    }
}
