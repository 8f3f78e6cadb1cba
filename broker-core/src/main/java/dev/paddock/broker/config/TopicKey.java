package dev.paddock.broker.config;

import java.util.List;
import java.util.function.Function;

/**
 * One setting of a topic.
 *
 * @param key its name, type and check; its default counts only where there is no source
 * @param sources where its default comes from: the first of these that is set in the broker's file, else the first that has
 *     a default of its own
 */
record TopicKey<T>(SettingKey<T> key, List<Source<?, T>> sources) {
    /** A broker's setting and how its value reads as the topic's: hours become milliseconds. */
    record Source<B, T>(SettingKey<B> key, Function<B, T> conversion) {
        T read(SettingValues broker) {
            B value = broker.get(key);
            return value == null ? null : conversion.apply(value);
        }
    }

    /** The same type, check and default as the broker's. */
    static <T> TopicKey<T> like(String name, SettingKey<T> broker) {
        SettingKey<T> key = new SettingKey<>(name, broker.type(), broker.defaultValue(), broker.check(), broker.doc());
        return new TopicKey<>(key, List.of(new Source<>(broker, Function.identity())));
    }

    static <T> TopicKey<T> withoutEffect(SettingKey<T> key) {
        return new TopicKey<>(key, List.of());
    }

    /** What the topic has when it does not say. */
    T fromBroker(SettingValues broker) {
        for (Source<?, T> source : sources) {
            if (broker.isSet(source.key())) {
                return source.read(broker);
            }
        }
        for (Source<?, T> source : sources) {
            T value = source.read(broker);
            if (value != null) {
                return value;
            }
        }
        return key.defaultValue();
    }
}
