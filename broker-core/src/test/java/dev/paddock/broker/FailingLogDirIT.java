package dev.paddock.broker;

import static dev.paddock.broker.net.TestServer.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.paddock.broker.cluster.KafkaClient;
import dev.paddock.broker.cluster.TestCluster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.common.errors.KafkaStorageException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Log dirs that fail: here they are removed, or are no folders any more, since permissions do not bind root. */
class FailingLogDirIT {
    private static final byte[] VALUE = new byte[2000];

    @TempDir
    Path folder;

    private Path bad;
    private Path good;
    private TestCluster cluster;

    @BeforeEach
    void prepare() {
        bad = folder.resolve("bad");
        good = folder.resolve("good");
        cluster = TestCluster.of(0).start();
    }

    @AfterEach
    void stop() {
        cluster.close();
    }

    private Map<String, String> settings(int port) {
        return Map.of(
                "listeners",
                "PLAINTEXT://127.0.0.1:" + port,
                "log.dirs",
                bad + "," + good,
                "log.segment.bytes",
                "20000",
                "replica.high.watermark.checkpoint.interval.ms",
                "50");
    }

    private Broker start() {
        return Broker.start(cluster.settings(0, settings(0)));
    }

    private static KafkaClient client(Broker broker) {
        return new KafkaClient("127.0.0.1:" + broker.port("PLAINTEXT"));
    }

    /** The first of two partitions of a new topic lies in the first log dir. */
    private static void createTopic(KafkaClient client) throws Exception {
        client.createTopic("t", 2);
        client.produce("t", 0, VALUE);
        client.produce("t", 1, VALUE);
    }

    private static void produceUntilRefused(KafkaClient client, int partition) {
        assertThatThrownBy(() -> {
                    for (int i = 0; i < 10_000; i++) {
                        client.produceOnce("t", partition, VALUE);
                    }
                })
                .isInstanceOf(KafkaStorageException.class);
    }

    private static void remove(Path folder) throws IOException {
        // The broker may put something in while it goes.
        for (int left = 1; left > 0; ) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(file);
                }
                left = 0;
            } catch (DirectoryNotEmptyException | UncheckedIOException e) {
                left = 1;
            }
        }
    }

    @Test
    void shouldServeOnFromTheOthersUntilNoneIsLeft() throws Exception {
        try (Broker broker = start();
                KafkaClient client = client(broker)) {
            createTopic(client);
            assertThat(bad.resolve("t-0")).exists();
            assertThat(good.resolve("t-1")).exists();

            // when
            remove(bad);
            produceUntilRefused(client, 0);

            // then
            assertThat(client.logDirs().get(bad.toString()).error()).isInstanceOf(KafkaStorageException.class);
            assertThat(client.logDirs().get(good.toString()).error()).isNull();
            assertThat(client.produceOnce("t", 1, VALUE)).isEqualTo(1);
            assertThat(client.consume("t", 1)).hasSize(2);
            client.createTopic("u", 2);
            client.produceOnce("u", 0, VALUE);
            client.produceOnce("u", 1, VALUE);
            assertThat(good.resolve("u-0")).exists();
            assertThat(good.resolve("u-1")).exists();
            assertThatThrownBy(() -> client.produceOnce("t", 0, VALUE)).isInstanceOf(KafkaStorageException.class);
            assertThat(broker.failure()).isNotDone();

            // when
            remove(good);
            produceUntilRefused(client, 1);

            // then
            await("the broker gives up", () -> broker.failure().isDone());
        }
    }

    @Test
    void shouldStartWithoutOneThatCannotBeUsedAndNotTakeItsPartitionsForNew() throws Exception {
        try (Broker broker = start();
                KafkaClient client = client(broker)) {
            createTopic(client);
        }
        Files.move(bad, folder.resolve("away"));
        Files.createFile(bad);

        try (Broker broker = start();
                KafkaClient client = client(broker)) {
            assertThatThrownBy(() -> client.produceOnce("t", 0, VALUE)).isInstanceOf(KafkaStorageException.class);
            assertThat(client.consume("t", 1)).hasSize(1);
            assertThat(client.logDirs().get(bad.toString()).error()).isInstanceOf(KafkaStorageException.class);
            client.createTopic("u", 2);
            client.produceOnce("u", 0, VALUE);
            assertThat(good.resolve("u-0")).exists();
        }

        // It is back.
        Files.delete(bad);
        Files.move(folder.resolve("away"), bad);
        try (Broker broker = start();
                KafkaClient client = client(broker)) {
            assertThat(client.consume("t", 0)).hasSize(1);
            assertThat(client.consume("u", 0)).hasSize(1);
        }
    }

    @Test
    void shouldEndTheProcessWithAClearLastLineWhenNoneIsLeft() throws Exception {
        int port = freePort();
        var process = process(port);
        try {
            try (KafkaClient client = new KafkaClient("127.0.0.1:" + port)) {
                createTopic(client);
                remove(bad);
                produceUntilRefused(client, 0);
                remove(good);
                produceUntilRefused(client, 1);
            }
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isEqualTo(1);
            List<String> lines = Files.readAllLines(folder.resolve("out"));
            assertThat(lines.get(lines.size() - 1))
                    .contains("ERROR", "The broker has ended, because none of log.dirs is left that works");
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private java.lang.Process process(int port) throws Exception {
        StringBuilder lines = new StringBuilder();
        lines.append("broker.id=0\nzookeeper.connect=")
                .append(cluster.zooKeeper().getConnectString())
                .append("/test\n");
        settings(port)
                .forEach((key, value) ->
                        lines.append(key).append('=').append(value).append('\n'));
        Path file = Files.writeString(folder.resolve("server.properties"), lines);
        var process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Dlogback.configurationFile=" + System.getProperty("logback.configurationFile"),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        file.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("out").toFile())
                .start();
        await("an answer", () -> {
            assertThat(process.isAlive()).isTrue();
            try (var socket = new Socket("127.0.0.1", port)) {
                return socket.isConnected();
            } catch (IOException e) {
                return false;
            }
        });
        return process;
    }
}
