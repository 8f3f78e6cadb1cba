package dev.paddock.broker.config;

import java.util.List;
import java.util.function.Predicate;

/**
 * Which values of its type a setting takes.
 *
 * @param allowed what is allowed, as an error message says it; empty when everything is
 */
public record Check<T>(String allowed, Predicate<T> test) {
    static <T> Check<T> any() {
        return new Check<>("", value -> true);
    }

    static <N extends Number> Check<N> atLeast(long min) {
        return new Check<>("at least " + min, value -> value.longValue() >= min);
    }

    static <N extends Number> Check<N> between(long min, long max) {
        return new Check<>(
                "at least " + min + " and at most " + max,
                value -> value.doubleValue() >= min && value.doubleValue() <= max);
    }

    /** Kafka's -1 for "leave it to the system", or a real size. */
    static <N extends Number> Check<N> defaultOrAtLeast(long min) {
        return new Check<>(
                "-1 for the system's default, or at least " + min,
                value -> value.longValue() == -1 || value.longValue() >= min);
    }

    static Check<String> oneOf(List<String> values) {
        return new Check<>("one of " + String.join(", ", values), values::contains);
    }

    static Check<List<String>> listOf(List<String> values) {
        return new Check<>("each of them one of " + String.join(", ", values), values::containsAll);
    }

    /** For what Kafka can and we cannot yet, where ignoring the wish would be unsafe: the start is refused. */
    static <T> Check<T> only(T value, String why) {
        return new Check<>(why, value::equals);
    }
}
