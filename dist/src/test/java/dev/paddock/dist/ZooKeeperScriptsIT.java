package dev.paddock.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** zookeeper-start.sh, zookeeper-stop.sh and zk-cli.sh with a real ZooKeeper, from a folder whose name has a space. */
class ZooKeeperScriptsIT {

    @TempDir
    Path folder;

    private Path home;
    private Path settings;
    private String server;

    @BeforeEach
    void copyDistribution() throws IOException {
        home = ScriptHome.copy(ScriptHome.DISTRIBUTION, folder.resolve("a folder/pad dock"));
        int port = freePort();
        server = "127.0.0.1:" + port;
        settings = folder.resolve("my zookeeper.properties");
        Files.writeString(
                settings,
                Files.readString(home.resolve("conf/zookeeper.properties"))
                        .replaceFirst("(?m)^dataDir=.*", "dataDir=" + folder.resolve("zookeeper data"))
                        .replaceFirst("(?m)^clientPort=.*", "clientPort=" + port));
    }

    @AfterEach
    void stopWhatIsLeft() throws Exception {
        script("zookeeper-stop.sh").run();
    }

    @Test
    void shouldBecomeTheServerInTheForegroundAndEndWithTheStopScript() throws Exception {
        // given
        Process zookeeper = script("zookeeper-start.sh", settings.toString())
                .start(folder.resolve("zookeeper.out"), folder.resolve("zookeeper.err"));
        assertThat(shell("create", "/greeting", "hello").exitCode()).isZero();
        assertThat(zookeeper.info().command())
                .hasValueSatisfying(program -> assertThat(program).endsWith("java"));

        // when
        Script.Result stop = script("zookeeper-stop.sh").run();

        // then
        assertThat(stop).isEqualTo(new Script.Result(0, "", ""));
        assertThat(zookeeper.waitFor(1, TimeUnit.SECONDS)).isTrue();
        assertThat(zookeeper.exitValue()).as("ended by SIGTERM").isEqualTo(143);
    }

    @Test
    void shouldReturnAtOnceAndLogToTheFileWhenStartedAsDaemonThroughALink() throws Exception {
        // given
        Path link = Files.createSymbolicLink(folder.resolve("zk"), Path.of("a folder/pad dock/scripts"));
        Path start = Files.createSymbolicLink(folder.resolve("start"), link.resolve("zookeeper-start.sh"));
        Path logs = folder.resolve("my logs");

        // when
        Script.Result result = new Script(folder, start, "-daemon", settings.toString())
                .with("LOG_DIR", logs.toString())
                .run();

        // then
        assertThat(result.exitCode()).isZero();
        assertThat(result.err()).isEmpty();
        assertThat(result.out()).matches("zookeeper started as process \\d+, logs in " + logs + "\n");
        assertThat(shell("get", "/zookeeper").exitCode()).isZero();
        assertThat(logs.resolve("zookeeper.log")).content().contains("binding to port /" + server);
        assertThat(logs.resolve("zookeeper.out")).isEmptyFile();
    }

    @Test
    void shouldPrintOnlyTheResultOfACommand() throws Exception {
        // given
        startDaemon();
        shell("create", "/brokers", "{\"version\": 5}");

        // when
        Script.Result result = shell("get", "/brokers");

        // then
        assertThat(result).isEqualTo(new Script.Result(0, "{\"version\": 5}\n", ""));
    }

    @Test
    void shouldFailWithTheShellsMessageWhenACommandFails() throws Exception {
        // given
        startDaemon();

        // when
        Script.Result result = shell("get", "/missing");

        // then
        assertThat(result).isEqualTo(new Script.Result(1, "", "Node does not exist: /missing\n"));
    }

    @Test
    void shouldSayThatNoZooKeeperAnswers() throws Exception {
        // when
        Script.Result result = script("zk-cli.sh", "-server", server, "-timeout", "500", "ls", "/")
                .run();

        // then
        assertThat(result)
                .isEqualTo(new Script.Result(
                        1, "", "zk-cli.sh: no ZooKeeper answered at " + server + " within 500 ms.\n"));
    }

    @Test
    void shouldLeaveAloneWhatAnotherCopyStarted() throws Exception {
        // given
        startDaemon();
        Path other = ScriptHome.copy(home.resolve("scripts"), folder.resolve("a folder/pad/scripts"));

        // when
        Script.Result result = new Script(folder, other.resolve("zookeeper-stop.sh")).run();

        // then
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err())
                .isEqualTo("zookeeper-stop.sh: no zookeeper to stop: none runs that was started from "
                        + other.getParent().toRealPath() + ".\n");
        assertThat(shell("ls", "/").exitCode()).isZero();
    }

    private void startDaemon() throws Exception {
        assertThat(script("zookeeper-start.sh", "-daemon", settings.toString())
                        .run()
                        .exitCode())
                .isZero();
    }

    /** One command in ZooKeeper's shell, which waits for the server. */
    private Script.Result shell(String... command) throws Exception {
        var arguments = new ArrayList<>(List.of("-server", server, "-timeout", "30000"));
        arguments.addAll(List.of(command));
        Script.Result result =
                script("zk-cli.sh", arguments.toArray(String[]::new)).run();
        if (result.err().contains("no ZooKeeper answered")) {
            Path log = home.resolve("logs/zookeeper.log");
            throw new AssertionError(result + (Files.exists(log) ? "\n" + Files.readString(log) : "\nno " + log));
        }
        return result;
    }

    private Script script(String name, String... arguments) {
        return new Script(folder, home.resolve("scripts").resolve(name), arguments);
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
