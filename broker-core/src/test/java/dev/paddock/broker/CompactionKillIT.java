package dev.paddock.broker;

import static dev.paddock.broker.net.TestServer.await;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.paddock.broker.cluster.CompactedTopic;
import dev.paddock.broker.cluster.TestCluster;
import dev.paddock.broker.probe.ClientEra;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A broker process is killed while it compacts, with logs that have gaps and that were never checkpointed. */
class CompactionKillIT {
    private static final int KILLS = 4;

    private final TestCluster zooKeeper = TestCluster.of(0).start();
    private final ClientEra clients = ClientEra.of("3.9.1");
    private int port;
    /** Not the broker's class of that name. */
    private java.lang.Process process;

    @BeforeEach
    void start() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        startBroker();
    }

    @AfterEach
    void stop() throws Exception {
        kill();
        clients.close();
        zooKeeper.close();
    }

    private void startBroker() throws IOException {
        Path folder = zooKeeper.folder();
        Path file = folder.resolve("server.properties");
        Map<String, String> settings = Map.of(
                "broker.id",
                "0",
                "listeners",
                "PLAINTEXT://127.0.0.1:" + port,
                "log.dirs",
                folder.resolve("logs").toString(),
                "zookeeper.connect",
                zooKeeper.zooKeeper().getConnectString() + "/killed",
                "log.cleaner.backoff.ms",
                "5",
                "log.cleaner.dedupe.buffer.size",
                "4000000");
        StringBuilder text = new StringBuilder();
        settings.forEach(
                (key, value) -> text.append(key).append('=').append(value).append('\n'));
        Files.writeString(file, text);
        process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx200m",
                        "-Dlogback.configurationFile=" + System.getProperty("logback.configurationFile", ""),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        file.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        folder.resolve("broker.out").toFile()))
                .start();
    }

    private void kill() throws InterruptedException {
        process.destroyForcibly();
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void shouldHaveTheLastOfEachKeyAfterEveryKill() throws Exception {
        // given
        long seed = Long.getLong("paddock.seed", System.nanoTime());
        Random random = new Random(seed);
        CompactedTopic topic = new CompactedTopic(clients, "127.0.0.1:" + port, "orders");
        topic.ask("create cleanup.policy=compact;segment.bytes=3000;min.cleanable.dirty.ratio=0.01;"
                + "delete.retention.ms=20;file.delete.delay.ms=10");
        try {
            for (int i = 0; i < KILLS; i++) {
                topic.write("none", 200 + random.nextInt(400), 30, "round" + i);
                topic.write("gzip", 50, 5, "-");
                LockSupport.parkNanos(random.nextLong(300_000_000));

                // when
                kill();
                startBroker();

                // then
                topic.readAll();
            }
            await("compacted", () -> sizeOf(topic) < topic.count() / 2);
            topic.write("none", 10, 10, "end");
            topic.readAll();
            assertThat(complaints()).isEmpty();
        } catch (Exception | AssertionError e) {
            throw new AssertionError("with -Dpaddock.seed=" + seed + "; the broker said: " + complaints(), e);
        }
    }

    private static int sizeOf(CompactedTopic topic) {
        try {
            return topic.readAll().size();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private List<String> complaints() throws IOException {
        return Files.readAllLines(zooKeeper.folder().resolve("broker.out"), UTF_8).stream()
                .filter(line -> line.contains(" ERROR ") || line.contains("gap"))
                .toList();
    }
}
