package dev.paddock.broker;

import static dev.paddock.broker.net.TestServer.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.paddock.broker.cluster.CapturedLog;
import dev.paddock.broker.cluster.TestCluster;
import dev.paddock.coordinator.zk.BrokerEndpoint;
import dev.paddock.coordinator.zk.BrokerIdZnode;
import dev.paddock.coordinator.zk.CuratorZkStore;
import dev.paddock.coordinator.zk.RegisteredBroker;
import dev.paddock.log.io.SessionFile;
import dev.paddock.protocol.SecurityProtocol;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.Watcher.Event.KeeperState;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.ZooKeeper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A start after a run that was killed: its session and its registration are still in ZooKeeper. */
class TakeoverIT {
    private TestCluster cluster;
    private Path folder;

    @BeforeEach
    void startAndStopOnce() throws Exception {
        cluster = TestCluster.of(1).start();
        cluster.broker(0).close();
        folder = cluster.folder().resolve("broker-0");
    }

    @AfterEach
    void stop() {
        cluster.close();
    }

    @Test
    void shouldTakeOverAtOnceFromTheRunThatWasKilled() throws Exception {
        // given
        SessionFile.Remembered killed = killedRun(10_000, freePort());
        new SessionFile(folder).write(killed);
        long startedNanos = System.nanoTime();

        // when
        try (Broker broker = Broker.start(cluster.settings(0, Map.of()));
                CuratorZkStore zooKeeper = cluster.connect()) {

            // then
            assertThat(millisSince(startedNanos)).isLessThan(4_000);
            assertThat(broker.id()).isZero();
            assertThat(zooKeeper.exists("/brokers/ids/0").join().orElseThrow().ephemeralOwner())
                    .isNotEqualTo(killed.id());
        }
    }

    @Test
    void shouldTakeOverAlsoWhenItListensWhereTheKilledRunDid() throws Exception {
        // given
        int port = freePort();
        new SessionFile(folder).write(killedRun(10_000, port));
        long startedNanos = System.nanoTime();

        // when
        try (Broker broker = Broker.start(cluster.settings(0, Map.of("listeners", "PLAINTEXT://127.0.0.1:" + port)))) {

            // then
            assertThat(millisSince(startedNanos)).isLessThan(4_000);
            assertThat(broker.port("PLAINTEXT")).isEqualTo(port);
        }
    }

    @Test
    void shouldWaitForTheOldSessionWhenItIsNotRememberedAndNobodyAnswers() throws Exception {
        // given
        SessionFile.Remembered killed = killedRun(3_000, freePort());
        try (CapturedLog log = CapturedLog.ofPaddock()) {
            long startedNanos = System.nanoTime();

            // when
            try (Broker broker = Broker.start(cluster.settings(0, Map.of()));
                    CuratorZkStore zooKeeper = cluster.connect()) {

                // then
                assertThat(broker.id()).isZero();
                assertThat(millisSince(startedNanos)).isBetween(1_000L, 10_000L);
                assertThat(zooKeeper
                                .exists("/brokers/ids/0")
                                .join()
                                .orElseThrow()
                                .ephemeralOwner())
                        .isNotEqualTo(killed.id());
                assertThat(log.problems())
                        .singleElement()
                        .asString()
                        .contains("session 0x" + Long.toHexString(killed.id()), "no broker answers");
            }
        }
    }

    @Test
    void shouldStartAtOnceAfterAStopThatZooKeeperDidNotSee() throws Exception {
        // given
        Broker first = Broker.start(cluster.settings(0, Map.of("zookeeper.session.timeout.ms", "10000")));
        try (CapturedLog log = CapturedLog.ofPaddock()) {
            cluster.zooKeeper().stop();
            await("the broker to notice", () -> log.has("Lost the connection"));
            long stoppedNanos = System.nanoTime();
            first.close();
            assertThat(millisSince(stoppedNanos)).as("time to stop").isLessThan(8_000);
        }
        cluster.zooKeeper().restart();
        long startedNanos = System.nanoTime();

        // when
        try (Broker again = Broker.start(cluster.settings(0, Map.of()))) {

            // then
            assertThat(again.id()).isZero();
            assertThat(millisSince(startedNanos)).isLessThan(4_000);
        }
    }

    /** What a killed process leaves in ZooKeeper: nobody sends heartbeats any more, and nobody has ended the session. */
    private SessionFile.Remembered killedRun(int sessionTimeoutMs, int port) throws Exception {
        CountDownLatch connected = new CountDownLatch(1);
        ZooKeeper handle = new ZooKeeper(cluster.zooKeeper().getConnectString() + "/test", sessionTimeoutMs, event -> {
            if (event.getState() == KeeperState.SyncConnected) {
                connected.countDown();
            }
        });
        assertThat(connected.await(20, TimeUnit.SECONDS)).isTrue();
        BrokerEndpoint endpoint = new BrokerEndpoint("PLAINTEXT", "127.0.0.1", port, SecurityProtocol.PLAINTEXT);
        byte[] registration =
                BrokerIdZnode.encode(new RegisteredBroker(0, List.of(endpoint), Optional.empty(), -1, Map.of(), 1));
        handle.create("/brokers/ids/0", registration, ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.EPHEMERAL);
        SessionFile.Remembered session = new SessionFile.Remembered(handle.getSessionId(), handle.getSessionPasswd());
        // Only the client believes it: its threads end, the server hears nothing.
        handle.getTestable().injectSessionExpiration();
        Files.createDirectories(folder);
        return session;
    }

    private static long millisSince(long nanos) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - nanos);
    }

    private static int freePort() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
