package dev.paddock.broker.config;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Where we decide otherwise than Kafka's KafkaConfig about one value, and why. */
record Deviation(String key, Predicate<String> values, boolean weAccept, String why) {
    private static final String NOT_YET = "Kafka can, we cannot yet, and to ignore it would be unsafe";
    private static final String FAILS_LATER = "Kafka accepts it and fails later, at the first use";

    static final List<Deviation> ALL = List.of(
            refused("zookeeper.set.acl", Deviation::isOn, NOT_YET),
            refused("zookeeper.ssl.client.enable", Deviation::isOn, NOT_YET),
            refused("authorizer.class.name", value -> !value.isBlank(), NOT_YET),
            refused("zookeeper.connect", value -> !value.matches("[\\w.+:-]+"), FAILS_LATER),
            refused("zookeeper.session.timeout.ms", Deviation::isNotPositive, FAILS_LATER),
            refused("zookeeper.connection.timeout.ms", Deviation::isNotPositive, FAILS_LATER),
            refused("socket.send.buffer.bytes", value -> isNotPositive(value) && number(value) != -1, FAILS_LATER),
            refused("socket.receive.buffer.bytes", value -> isNotPositive(value) && number(value) != -1, FAILS_LATER),
            refused(
                    "log.cleaner.min.cleanable.ratio",
                    value -> value.trim().equals("NaN"),
                    "Kafka accepts it and never compacts"),
            refused(
                    "log.cleaner.io.max.bytes.per.second",
                    value -> !isPositive(value),
                    "Kafka accepts it and never compacts"),
            refused(
                    "log.cleaner.io.buffer.load.factor",
                    value -> !isPositive(value) || Double.parseDouble(value.trim()) > 1,
                    FAILS_LATER),
            new Deviation(
                    "connections.max.idle.ms",
                    value -> number(value) > 0 && number(value) <= 100,
                    true,
                    "Kafka needs more than connection.failed.authentication.delay.ms; nobody authenticates here yet"));

    static Optional<Deviation> of(String key, String value, boolean weAccept) {
        return ALL.stream()
                .filter(deviation ->
                        deviation.key.equals(key) && deviation.weAccept == weAccept && deviation.values.test(value))
                .findFirst();
    }

    private static Deviation refused(String key, Predicate<String> values, String why) {
        return new Deviation(key, values, false, why);
    }

    private static boolean isOn(String value) {
        return Boolean.parseBoolean(value.trim());
    }

    private static boolean isNotPositive(String value) {
        return number(value) <= 0;
    }

    private static boolean isPositive(String value) {
        return Double.parseDouble(value.trim()) > 0;
    }

    private static long number(String value) {
        return Long.parseLong(value.trim());
    }
}
