package dev.paddock.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** broker-start.sh and broker-stop.sh with real brokers and a real ZooKeeper, from a folder whose name has a space. */
class BrokerScriptsIT {

    private static final Pattern TROUBLE = Pattern.compile("^[-0-9]+ [:.0-9]+ (WARN|ERROR) ");

    @TempDir
    static Path folder;

    private static Path home;
    private static Running zooKeeper;
    private static String server;

    @BeforeAll
    static void startZooKeeper() throws IOException {
        home = ScriptHome.copy(ScriptHome.DISTRIBUTION, folder.resolve("pad dock"));
        int port = Port.free();
        server = "127.0.0.1:" + port;
        Path settings = folder.resolve("zookeeper.properties");
        Files.writeString(
                settings,
                Files.readString(home.resolve("conf/zookeeper.properties"))
                        .replaceFirst("(?m)^dataDir=.*", "dataDir=" + folder.resolve("zookeeper"))
                        .replaceFirst("(?m)^clientPort=.*", "clientPort=" + port));
        zooKeeper = Running.start(folder, script("zookeeper-start.sh", settings.toString()));
    }

    @AfterAll
    static void stopZooKeeper() {
        zooKeeper.close();
    }

    @Test
    void shouldEndInOrderAndBeGoneFromZooKeeperAtOnceWhenTerminated() throws Exception {
        // given
        int port = Port.free();
        try (Running broker = start(1, port)) {
            broker.awaitAnswer(port);
            assertThat(registration(1)).contains("\"endpoints\":[\"PLAINTEXT://127.0.0.1:" + port + "\"]");

            // when
            int exitCode = broker.exitCode("TERM");

            // then
            assertThat(exitCode).isZero();
            assertThat(registration(1)).isEqualTo("Node does not exist: /brokers/ids/1\n");
            assertThat(broker.out()).contains("Stopped").doesNotContain("WARN", "ERROR");
            assertThat(broker.err()).isEmpty();
        }
    }

    @Test
    void shouldNameABadSettingItsValueAndWhatIsAllowed() throws Exception {
        try (Running broker = start(2, Port.free(), "num.network.threads=none")) {
            assertThat(broker.exitCode()).isEqualTo(1);
            assertThat(broker.out() + broker.err()).contains("num.network.threads", "none", "expected");
            assertThat(broker.out() + broker.err()).doesNotContain("\tat ");
        }
    }

    @Test
    void shouldBeBackLongBeforeTheOldSessionEndsWhenItWasKilled() throws Exception {
        // given
        int port = Port.free();
        try (Running killed = start(3, port)) {
            killed.awaitAnswer(port);
            killed.exitCode("KILL");
        }
        assertThat(registration(3)).as("of the dead").contains("PLAINTEXT://127.0.0.1:" + port);
        long startedNanos = System.nanoTime();

        // when
        try (Running again = start(3, port)) {
            again.awaitAnswer(port);

            // then
            assertThat(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - startedNanos))
                    .as("seconds, where a session takes 18")
                    .isLessThan(8);
            assertThat(again.out()).contains("is a former registration of this broker", "is registered");
            assertThat(again.exitCode("TERM")).isZero();
        }
    }

    @Test
    void shouldRunInTheBackgroundUntilTheStopScript() throws Exception {
        // given
        int port = Port.free();
        Path ownHome = ScriptHome.copy(home, folder.resolve("daemon"));
        Path start = ownHome.resolve("scripts/broker-start.sh");

        // when
        Script.Result started = new Script(folder, start, arguments("-daemon", 4, port)).run();

        // then
        assertThat(started.err()).isEmpty();
        assertThat(started.exitCode()).isZero();
        assertThat(started.out()).matches("broker started as process \\d+, logs in " + ownHome + "/logs\n");
        Await.await("an answer", () -> Port.answers(port));
        Script.Result stopped = new Script(folder, ownHome.resolve("scripts/broker-stop.sh")).run();
        assertThat(stopped).isEqualTo(new Script.Result(0, "", ""));
        assertThat(Port.answers(port)).isFalse();
        assertThat(registration(4)).startsWith("Node does not exist");
        assertThat(ownHome.resolve("logs/broker.out")).isEmptyFile();
        assertThat(ownHome.resolve("logs/broker.log")).content().contains("is up after", "Stopped");
    }

    @Test
    void shouldRefuseTheIdOfARunningBroker() throws Exception {
        // given
        int port = Port.free();
        try (Running first = start(5, port)) {
            first.awaitAnswer(port);

            // when
            try (Running second = start(5, Port.free(), "log.dirs=" + folder.resolve("other 5"))) {

                // then
                assertThat(second.exitCode()).isEqualTo(1);
                assertThat(second.out())
                        .contains("Broker id 5 is taken", "PLAINTEXT://127.0.0.1:" + port, "another broker.id")
                        .doesNotContain("\tat ");
            }
            assertThat(Port.answers(port)).isTrue();
            assertThat(registration(5)).contains("PLAINTEXT://127.0.0.1:" + port);
        }
    }

    @Test
    void shouldStopAlsoWhileItStillWaitsForZooKeeper() throws Exception {
        try (Running broker = start(6, Port.free(), "zookeeper.connect=127.0.0.1:" + Port.free())) {
            broker.awaitOut("INFO");

            assertThat(broker.exitCode("TERM")).isZero();
        }
    }

    @Test
    void shouldSayInOneLineThatThereIsNoZooKeeper() throws Exception {
        String nowhere = "127.0.0.1:" + Port.free();
        try (Running broker =
                start(7, Port.free(), "zookeeper.connect=" + nowhere, "zookeeper.connection.timeout.ms=2000")) {
            assertThat(broker.exitCode()).isEqualTo(1);
            assertThat(broker.out()
                            .lines()
                            .filter(line -> line.contains("\tat ")
                                    || TROUBLE.matcher(line).find()))
                    .singleElement()
                    .asString()
                    .contains("ERROR", "ZooKeeper at " + nowhere, "zookeeper.connection.timeout.ms");
        }
    }

    private static Running start(int id, int port, String... overrides) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(arguments("", id, port)));
        for (String override : overrides) {
            arguments.addAll(List.of("--override", override));
        }
        return Running.start(folder, script("broker-start.sh", arguments.toArray(String[]::new)));
    }

    private static String[] arguments(String option, int id, int port) {
        List<String> arguments = new ArrayList<>();
        if (!option.isEmpty()) {
            arguments.add(option);
        }
        arguments.add(home.resolve("conf/server.properties").toString());
        for (String setting : List.of(
                "broker.id=" + id,
                "listeners=PLAINTEXT://127.0.0.1:" + port,
                "log.dirs=" + folder.resolve("broker " + id),
                "zookeeper.connect=" + server)) {
            arguments.addAll(List.of("--override", setting));
        }
        return arguments.toArray(String[]::new);
    }

    /** The znode of a broker, or what the shell says instead. */
    private static String registration(int id) throws Exception {
        Script.Result result = script("zk-cli.sh", "-server", server, "get", "/brokers/ids/" + id)
                .run();
        return result.out() + result.err();
    }

    private static Script script(String name, String... arguments) {
        return new Script(folder, home.resolve("scripts").resolve(name), arguments);
    }
}
