package dev.paddock.broker;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** What quickstart.sh was told. */
record QuickstartOptions(int brokers, Path data, int port, int zooKeeperPort) {
    static final String USAGE = "usage: quickstart.sh [--brokers N] [--data DIR] [--port P] [--zookeeper-port P]";
    static final int ZOOKEEPER_PORT = 2181;

    private static final int PORT = 9092;
    private static final int PORT_MAX = 65_535;
    private static final int BROKERS_MAX = 16;
    private static final Set<String> NAMES = Set.of("--brokers", "--data", "--port", "--zookeeper-port");

    static QuickstartOptions parse(String... args) {
        Map<String, String> given = new HashMap<>();
        for (int i = 0; i < args.length; i++) {
            int equals = args[i].indexOf('=');
            String name = equals < 0 ? args[i] : args[i].substring(0, equals);
            if (!NAMES.contains(name)) {
                throw new IllegalArgumentException("unknown option " + args[i]);
            }
            if (equals < 0 && i + 1 == args.length) {
                throw new IllegalArgumentException(name + " needs a value");
            }
            given.put(name, equals < 0 ? args[++i] : args[i].substring(equals + 1));
        }
        int brokers = number(given, "--brokers", 1, BROKERS_MAX);
        return new QuickstartOptions(
                brokers,
                Path.of(given.getOrDefault("--data", "data")).toAbsolutePath().normalize(),
                number(given, "--port", PORT, PORT_MAX - brokers),
                number(given, "--zookeeper-port", ZOOKEEPER_PORT, PORT_MAX));
    }

    private static int number(Map<String, String> given, String name, int otherwise, int max) {
        String text = given.get(name);
        if (text == null) {
            return otherwise;
        }
        try {
            int value = Integer.parseInt(text);
            if (value >= 1 && value <= max) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(name + " is '" + text + "', expected a number", e);
        }
        throw new IllegalArgumentException(name + " is " + text + ", expected 1 to " + max);
    }
}
