package dev.paddock.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** quickstart.sh: a cluster in one process, from its first word to its end, and its second start. */
class QuickstartIT {
    private static final Path ENV = Path.of("/usr/bin/env");

    @TempDir
    Path folder;

    private Path home;
    private int zooKeeperPort;

    @BeforeEach
    void copyDistribution() throws IOException {
        home = ScriptHome.copy(ScriptHome.DISTRIBUTION, folder.resolve("pad dock"));
        zooKeeperPort = Port.free();
    }

    @Test
    void shouldSayWhereItIsStopAtControlCAndFindItsDataAgain() throws Exception {
        int port = Port.free();
        String clusterId;
        String registration;
        try (Running first = quickstart("--port", Integer.toString(port))) {
            first.awaitOut("Ctrl-C stops it.");
            assertThat(first.out())
                    .contains("Paddock is running: brokers at 127.0.0.1:" + port)
                    .contains("ZooKeeper at 127.0.0.1:" + zooKeeperPort)
                    .doesNotContain("WARN", "ERROR");
            assertThat(Port.answers(port)).isTrue();
            registration = zooKeeper("get", "/brokers/ids/0");
            assertThat(registration).contains("\"endpoints\":[\"PLAINTEXT://127.0.0.1:" + port + "\"]");
            clusterId = zooKeeper("get", "/cluster/id");

            assertThat(first.exitCode("INT")).isZero();
            assertThat(first.out()).contains("Stopped").doesNotContain("WARN", "ERROR");
            assertThat(first.err()).isEmpty();
        }

        try (Running second = quickstart("--port", Integer.toString(port))) {
            second.awaitOut("Ctrl-C stops it.");
            assertThat(zooKeeper("get", "/cluster/id")).isEqualTo(clusterId).contains("\"version\":\"1\"");
            assertThat(withoutTime(zooKeeper("get", "/brokers/ids/0"))).isEqualTo(withoutTime(registration));

            assertThat(second.exitCode("TERM")).isZero();
            assertThat(second.out()).doesNotContain("WARN", "ERROR");
        }
    }

    @Test
    void shouldRunThreeBrokersInOneProcess() throws Exception {
        int port = Port.freeRow(3);
        try (Running cluster = quickstart("--brokers", "3", "--port=" + port)) {
            cluster.awaitOut("Ctrl-C stops it.");

            assertThat(cluster.out())
                    .contains("brokers at 127.0.0.1:" + port + ",127.0.0.1:" + (port + 1) + ",127.0.0.1:" + (port + 2));
            for (int broker = 0; broker < 3; broker++) {
                assertThat(Port.answers(port + broker)).isTrue();
            }
            assertThat(zooKeeper("ls", "/brokers/ids")).isEqualTo("[0, 1, 2]\n");
            assertThat(cluster.exitCode("TERM")).isZero();
        }
    }

    @Test
    void shouldSayWhatAnotherOneHas() throws Exception {
        try (Running first = quickstart("--port", Integer.toString(Port.free()))) {
            first.awaitOut("Ctrl-C stops it.");
            try (Running samePort = quickstart("--data", folder.resolve("other").toString());
                    Running sameData = quickstart("--zookeeper-port", Integer.toString(Port.free()))) {
                assertThat(samePort.exitCode()).isEqualTo(1);
                assertThat(samePort.out())
                        .contains("ZooKeeper cannot listen on 127.0.0.1:" + zooKeeperPort, "--zookeeper-port")
                        .doesNotContain("\tat ");
                assertThat(sameData.exitCode()).isEqualTo(1);
                assertThat(sameData.out())
                        .contains(folder.resolve("my data") + " is in use by another broker")
                        .doesNotContain("\tat ");
            }
            assertThat(zooKeeper("ls", "/brokers/ids")).isEqualTo("[0]\n");
        }
    }

    /** A job in the background of a shell, as this test may be, ignores SIGINT, and its children with it. */
    private Running quickstart(String... options) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(
                "--default-signal=INT",
                home.resolve("scripts/quickstart.sh").toString(),
                "--data",
                folder.resolve("my data").toString(),
                "--zookeeper-port",
                Integer.toString(zooKeeperPort)));
        arguments.addAll(List.of(options));
        return Running.start(folder, new Script(folder, ENV, arguments.toArray(String[]::new)));
    }

    private String zooKeeper(String... command) throws Exception {
        List<String> arguments = new ArrayList<>(List.of("-server", "127.0.0.1:" + zooKeeperPort));
        arguments.addAll(List.of(command));
        Script.Result result =
                script("zk-cli.sh", arguments.toArray(String[]::new)).run();
        assertThat(result.err()).isEmpty();
        return result.out();
    }

    private Script script(String name, String... arguments) {
        return new Script(folder, home.resolve("scripts").resolve(name), arguments);
    }

    private static String withoutTime(String registration) {
        return registration.replaceFirst("\"timestamp\":\"\\d+\"", "");
    }
}
