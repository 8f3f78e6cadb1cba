package dev.paddock.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ch.qos.logback.classic.Level;
import dev.paddock.broker.cluster.BrokerClient;
import dev.paddock.broker.cluster.CapturedLog;
import dev.paddock.broker.cluster.Footprint;
import dev.paddock.broker.cluster.TestCluster;
import dev.paddock.coordinator.zk.CuratorZkStore;
import dev.paddock.log.io.LogDirectoryLock;
import dev.paddock.log.io.MetaProperties;
import dev.paddock.log.io.SessionFile;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Starts that must not succeed: one clear message, nothing left open, and nobody else disturbed. */
class StartRefusedIT {
    private TestCluster cluster;
    private Broker live;
    private Footprint before;

    @BeforeEach
    void startOne() throws Exception {
        cluster = TestCluster.of(1).start();
        live = cluster.broker(0);
        try (BrokerClient client = BrokerClient.of(live)) {
            assertThat(client.brokerIds()).containsExactly(0);
        }
        before = Footprint.of(cluster);
    }

    @AfterEach
    void stop() {
        cluster.close();
    }

    @Test
    void shouldRefuseFoldersOfAnotherBroker() throws Exception {
        Path folder = folderOf(1, MetaProperties.of(7, live.clusterId()));

        String message = refusal(1, Map.of());

        assertThat(message).contains("broker.id is 1", folder.toString(), "says 7");
    }

    @Test
    void shouldRefuseFoldersOfAnotherCluster() throws Exception {
        folderOf(1, MetaProperties.of(1, "AAAAAAAAAAAAAAAAAAAAAA"));

        String message = refusal(1, Map.of());

        assertThat(message).contains(live.clusterId(), "says AAAAAAAAAAAAAAAAAAAAAA", "zookeeper.connect");
    }

    @Test
    void shouldRefuseTheIdOfABrokerThatLives() throws Exception {
        try (BrokerClient client = BrokerClient.of(live);
                CuratorZkStore zooKeeper = cluster.connect()) {
            var registration = zooKeeper.get("/brokers/ids/0").join().stat();
            before = Footprint.of(cluster);

            String message = refusal(
                    0, Map.of("log.dirs", cluster.folder().resolve("other").toString()));

            assertThat(message)
                    .contains("Broker id 0 is taken", "PLAINTEXT://127.0.0.1:" + live.port("PLAINTEXT"), "broker.id");
            assertThat(zooKeeper.get("/brokers/ids/0").join().stat()).isEqualTo(registration);
            assertThat(client.brokerIds()).containsExactly(0);
        }
    }

    @Test
    void shouldRefuseAFolderThatAnotherBrokerUses() throws Exception {
        Path taken = cluster.folder().resolve("broker-0");

        String message = refusal(1, Map.of("log.dirs", cluster.folder().resolve("free") + "," + taken));

        assertThat(message).contains("log.dirs", taken + " is in use by another broker");
    }

    @Test
    void shouldRefuseAPortThatIsInUse() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String address = "127.0.0.1:" + taken.getLocalPort();

            String message = refusal(
                    1,
                    Map.of(
                            "listeners",
                            "A://127.0.0.1:0,B://" + address,
                            "listener.security.protocol.map",
                            "A:PLAINTEXT,B:PLAINTEXT",
                            "inter.broker.listener.name",
                            "A"));

            assertThat(message).contains("listeners: cannot listen on", address);
        }
    }

    @Test
    void shouldRememberTheKilledRunsSessionWhenAStartFails() throws Exception {
        // given
        Path folder = Files.createDirectories(cluster.folder().resolve("broker-1"));
        new SessionFile(folder).write(new SessionFile.Remembered(77, new byte[16]));
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {

            // when
            refusal(1, Map.of("listeners", "PLAINTEXT://127.0.0.1:" + taken.getLocalPort()));
        }

        // then
        assertThat(new SessionFile(folder).read())
                .hasValueSatisfying(session -> assertThat(session.id()).isEqualTo(77));
    }

    @Test
    void shouldRefuseAMetricsPortThatIsInUse() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String address = "127.0.0.1:" + taken.getLocalPort();

            String message = refusal(1, Map.of("paddock.metrics.listener", address));

            assertThat(message).contains("paddock.metrics.listener", address);
        }
    }

    @Test
    void shouldGiveUpOnAZooKeeperThatDoesNotAnswerInTime() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                CapturedLog log = CapturedLog.ofPaddock();
                CapturedLog libraries = CapturedLog.of("org.apache", Level.WARN)) {
            String address = "127.0.0.1:" + silent.getLocalPort();
            long startedNanos = System.nanoTime();

            String message = refusal(
                    1,
                    Map.of(
                            "zookeeper.connect",
                            address,
                            "zookeeper.connection.timeout.ms",
                            "1500",
                            "zookeeper.session.timeout.ms",
                            "2000"));

            long tookMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startedNanos);
            assertThat(message).contains(address, "1500 ms", "zookeeper.connection.timeout.ms", "zookeeper.connect");
            assertThat(tookMs).isBetween(1500L, 6000L);
            assertThat(log.problems()).isEmpty();
            assertThat(libraries.lines()).as("what the libraries say").isEmpty();
        }
    }

    /** The message of a start that fails and leaves nothing behind. */
    private String refusal(int id, Map<String, String> more) throws Exception {
        var settings = cluster.settings(id, more);
        BrokerStartException refused = catchThrowableOfType(
                BrokerStartException.class, () -> Broker.start(settings).close());
        assertThat(refused).isNotNull();
        assertThat(refused.getMessage()).doesNotContain("\n").doesNotContain("Exception");
        before.awaitNoMore();
        for (Path folder : settings.logDirs().dirs()) {
            if (!folder.endsWith("broker-0")) {
                assertThatCode(() -> LogDirectoryLock.acquire(folder).close()).doesNotThrowAnyException();
            }
        }
        try (BrokerClient client = BrokerClient.of(live)) {
            assertThat(client.brokerIds()).containsExactly(0);
        }
        return refused.getMessage();
    }

    private Path folderOf(int id, MetaProperties meta) throws Exception {
        Path folder = Files.createDirectories(cluster.folder().resolve("broker-" + id));
        meta.write(folder);
        return folder;
    }
}
