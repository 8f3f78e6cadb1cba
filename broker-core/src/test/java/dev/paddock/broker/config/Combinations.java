package dev.paddock.broker.config;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Settings that are right or wrong together, to be held against Kafka's answer. */
final class Combinations {
    private static final String MAP = "A:PLAINTEXT,b:plaintext, C : PLAINTEXT ,PLAINTEXT:PLAINTEXT";
    private static final String[] NAMES = {"A", "B", "b", "C", "PLAINTEXT", "Plaintext"};
    private static final String[] HOSTS = {
        "",
        "",
        "localhost",
        "127.0.0.1",
        "127.0.0.1",
        "127.0.0.01",
        "[::1]",
        "::1",
        "[::ffff:1.2.3.4]",
        "0.0.0.0",
        "[fe80::1%eth0]",
        "a_b.c-d",
        "[::]"
    };
    private static final int[] PORTS = {0, 9092, 9092, 9093, 65_535};

    static final List<Map<String, String>> ALL = List.of(
            Settings.texts(),
            Settings.texts("listeners", "PLAINTEXT://:9092"),
            Settings.texts("listeners", "plaintext://localhost:0"),
            Settings.texts("listeners", ""),
            Settings.texts("listeners", ","),
            Settings.texts("listeners", "PLAINTEXT://a:9092,"),
            Settings.texts("listeners", ",PLAINTEXT://a:9092"),
            Settings.texts("listeners", "PLAINTEXT"),
            Settings.texts("listeners", "PLAINTEXT:/a:9092"),
            Settings.texts("listeners", "PLAINTEXT://a"),
            Settings.texts("listeners", "PLAINTEXT://a:"),
            Settings.texts("listeners", "PLAINTEXT://a:9092/"),
            Settings.texts("listeners", "PLAINTEXT://a:9o92"),
            Settings.texts("listeners", "PLAINTEXT://a b:9092"),
            Settings.texts("listeners", "PLAINTEXT://a:99999999999"),
            Settings.texts("listeners", "PLAINTEXT://[::1]:9092"),
            Settings.texts("listeners", "PLAINTEXT://[::1:9092"),
            Settings.texts("listeners", "PLAINTEXT://::1:9092"),
            Settings.texts("listeners", "PLAINTEXT://0.0.0.0:9092"),
            Settings.texts("listeners", "PLAINTEXT://0.0.0.0:9092", "advertised.listeners", "PLAINTEXT://a:9092"),
            Settings.texts("listeners", "://a:9092"),
            Settings.texts("listeners", "UNKNOWN://a:9092"),
            Settings.texts("listeners", "PLAINTEXT://a:1,PLAINTEXT://a:2"),
            mapped("listeners", "A://:1", "inter.broker.listener.name", "a"),
            mapped("listeners", "A://:1", "inter.broker.listener.name", "B"),
            mapped("listeners", "A://:1", "inter.broker.listener.name", "D"),
            mapped("listeners", "A://:1", "inter.broker.listener.name", ""),
            mapped("listeners", "A://:1"),
            mapped("listeners", "PLAINTEXT://:1,A://:2", "advertised.listeners", "A://x:2"),
            mapped("listeners", "PLAINTEXT://:1,A://:2", "advertised.listeners", "PLAINTEXT://x:7,A://x:7"),
            mapped("listeners", "PLAINTEXT://:1", "advertised.listeners", "PLAINTEXT://x:7,A://x:7"),
            mapped("listeners", "PLAINTEXT://:1", "advertised.listeners", ""),
            mapped("listeners", "PLAINTEXT://:1", "advertised.listeners", "PLAINTEXT://:1"),
            mapped("listeners", "PLAINTEXT://:1", "advertised.listeners", "PLAINTEXT://x:1,PLAINTEXT://y:1"),
            Settings.texts("inter.broker.listener.name", "PLAINTEXT", "security.inter.broker.protocol", "PLAINTEXT"),
            Settings.texts("listener.security.protocol.map", ""),
            Settings.texts("listener.security.protocol.map", "PLAINTEXT"),
            Settings.texts("listener.security.protocol.map", "PLAINTEXT:"),
            Settings.texts("listener.security.protocol.map", ":PLAINTEXT,PLAINTEXT:PLAINTEXT"),
            Settings.texts("listener.security.protocol.map", "PLAINTEXT:plainText,X:SASL_SSL"),
            Settings.texts("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,X:TLS"),
            Settings.texts("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,"),
            Settings.texts("broker.id", "1000"),
            Settings.texts("broker.id", "1001"),
            Settings.texts("broker.id", "1001", "reserved.broker.max.id", "1001"),
            Settings.texts("broker.id", "1001", "broker.id.generation.enable", "false"),
            Settings.texts("broker.id", "-1", "broker.id.generation.enable", "false"),
            Settings.texts("broker.id.generation.enable", "false"),
            Settings.texts("broker.id", "-2"),
            Settings.texts("node.id", "3"),
            Settings.texts("node.id", "3", "broker.id", "3"),
            Settings.texts("node.id", "3", "broker.id", "4"),
            Settings.texts("node.id", "3", "broker.id", "-1"),
            Settings.texts("node.id", "1001"),
            Settings.texts("node.id", "-1", "broker.id.generation.enable", "false"),
            Settings.texts("process.roles", ""),
            Settings.texts("process.roles", "broker"),
            Settings.texts("process.roles", "broker,controller", "node.id", "1"),
            Settings.texts("controller.listener.names", "CONTROLLER"),
            Settings.texts("controller.quorum.voters", "1@a:9093"),
            Settings.texts("zookeeper.metadata.migration.enable", "true"),
            Settings.texts("log.dirs", "/a,,/b"),
            Settings.texts("log.dirs", ","),
            Settings.texts("log.dirs", "", "log.dir", "/a"),
            Settings.texts("log.dir", ""),
            Settings.texts("max.connections.per.ip", "0"),
            Settings.texts("max.connections.per.ip", "0", "max.connections.per.ip.overrides", "127.0.0.1:5"),
            Settings.texts("max.connections.per.ip.overrides", "127.0.0.1:5,::1:7, localhost : 9"),
            Settings.texts("max.connections.per.ip.overrides", "127.0.0.1"),
            Settings.texts("max.connections.per.ip.overrides", "127.0.0.1:x"),
            Settings.texts("max.connections.per.ip.overrides", "a b:1"),
            Settings.texts("queued.max.request.bytes", "0"),
            Settings.texts("queued.max.request.bytes", "104857599"),
            Settings.texts("queued.max.request.bytes", "104857600"),
            Settings.texts("queued.max.request.bytes", "1000", "socket.request.max.bytes", "1000"),
            Settings.texts("connections.max.idle.ms", "101"),
            Settings.texts("connections.max.idle.ms", "-1"),
            Settings.texts("unknown.key", "x"));

    private Combinations() {}

    static Map<String, String> randomListeners(Random random) {
        var texts = mapped("listeners", listeners(random));
        if (random.nextInt(3) == 0) {
            texts.put("advertised.listeners", listeners(random));
        }
        if (random.nextInt(4) != 0) {
            texts.put("inter.broker.listener.name", pick(random, NAMES));
        }
        return texts;
    }

    private static String listeners(Random random) {
        return IntStream.rangeClosed(0, random.nextInt(3))
                .mapToObj(i ->
                        pick(random, NAMES) + "://" + pick(random, HOSTS) + ":" + PORTS[random.nextInt(PORTS.length)])
                .collect(Collectors.joining(", "));
    }

    private static String pick(Random random, String[] values) {
        return values[random.nextInt(values.length)];
    }

    private static Map<String, String> mapped(String... keysAndValues) {
        var texts = Settings.texts(keysAndValues);
        texts.put("listener.security.protocol.map", MAP);
        return texts;
    }
}
