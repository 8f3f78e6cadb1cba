package dev.paddock.broker;

import static dev.paddock.broker.net.TestServer.await;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import dev.paddock.broker.cluster.BrokerClient;
import dev.paddock.broker.cluster.CapturedLog;
import dev.paddock.broker.cluster.TestCluster;
import dev.paddock.coordinator.zk.CreateKind;
import dev.paddock.coordinator.zk.CuratorZkStore;
import dev.paddock.coordinator.zk.ZkOp;
import dev.paddock.coordinator.zk.ZkSession;
import dev.paddock.coordinator.zk.ZkStore;
import dev.paddock.coordinator.zk.ZnodeStat;
import dev.paddock.log.io.SessionFile;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A running broker whose ZooKeeper session expires, or whose ZooKeeper goes away. */
class SessionIT {
    private static final String PATH = "/brokers/ids/0";
    /** What two brokers may say about one event: sessions, registrations, who leads and who is there; no line per attempt. */
    private static final int LINES_MAX = 30;

    @Test
    void shouldRegisterAnewWithAHigherEpochWhenItsSessionExpires() throws Exception {
        try (TestCluster cluster = TestCluster.of(2).start();
                CuratorZkStore zooKeeper = cluster.connect();
                BrokerClient client = BrokerClient.of(cluster.broker(0));
                BrokerClient clientOfOther = BrokerClient.of(cluster.broker(1));
                CapturedLog log = CapturedLog.ofPaddock()) {
            // given
            await("both to know both", () -> client.brokerIds().equals(List.of(0, 1)));
            ZnodeStat before = stat(zooKeeper).orElseThrow();

            // when
            zooKeeper.endSession(sessionOf(cluster)).join();

            // then
            await(
                    "a new registration",
                    () -> stat(zooKeeper)
                            .filter(stat -> stat.czxid() > before.czxid())
                            .isPresent());
            assertThat(stat(zooKeeper).orElseThrow().ephemeralOwner()).isNotEqualTo(before.ephemeralOwner());
            assertThat(sessionOf(cluster).id())
                    .isEqualTo(stat(zooKeeper).orElseThrow().ephemeralOwner());
            await(
                    "both to know both again",
                    () -> client.brokerIds().equals(List.of(0, 1))
                            && clientOfOther.brokerIds().equals(List.of(0, 1)));
            assertThat(log.lines()).as("lines of two brokers").hasSizeLessThan(LINES_MAX);
        }
    }

    @Test
    void shouldSayWhoTookItsIdAndTakeItBackWhenThatOneIsGone() throws Exception {
        try (TestCluster cluster = TestCluster.of(2).start();
                CuratorZkStore zooKeeper = cluster.connect();
                CapturedLog log = CapturedLog.ofPaddock()) {
            // given
            byte[] ofLiveBroker = zooKeeper.get("/brokers/ids/1").join().bytes();
            zooKeeper
                    .transaction(List.of(
                            new ZkOp.Delete(PATH, ZkStore.ANY_VERSION),
                            new ZkOp.Create(PATH, ofLiveBroker, CreateKind.EPHEMERAL)))
                    .join();

            // when
            zooKeeper.endSession(sessionOf(cluster)).join();

            // then
            await("a word about it", () -> log.has("no longer part of the cluster"));
            assertThat(log.problems())
                    .anyMatch(line -> line.startsWith("ERROR ")
                            && line.contains("Broker id 0 is taken")
                            && line.contains("A broker answers there"));
            zooKeeper.delete(PATH, ZkStore.ANY_VERSION).join();
            await(
                    "its own registration",
                    () -> stat(zooKeeper)
                            .filter(stat ->
                                    stat.ephemeralOwner() == sessionOf(cluster).id())
                            .isPresent());
        }
    }

    @Test
    void shouldGoOnInItsSessionWhenZooKeeperRestarts() throws Exception {
        try (TestCluster cluster = TestCluster.of(2)
                        .with("zookeeper.session.timeout.ms", "20000")
                        .start();
                BrokerClient client = BrokerClient.of(cluster.broker(0))) {
            await("both", () -> client.brokerIds().equals(List.of(0, 1)));
            try (CapturedLog log = CapturedLog.ofPaddock();
                    CapturedLog libraries = ofZooKeeperClient()) {
                // when
                cluster.zooKeeper().stop();
                await("the brokers to notice", () -> log.problems().size() == 2);
                assertThat(client.brokerIds()).as("while ZooKeeper is away").containsExactly(0, 1);
                cluster.zooKeeper().restart();
                await(
                        "both sessions",
                        () -> log.lines().stream()
                                        .filter(line -> line.contains(" same session "))
                                        .count()
                                == 2);

                // then
                assertThat(client.brokerIds()).containsExactly(0, 1);
                assertThat(log.problems()).hasSize(2).allMatch(line -> line.startsWith("WARN Lost the connection"));
                assertThat(log.lines()).as("lines of two brokers").hasSizeLessThan(LINES_MAX);
                assertThat(libraries.lines()).isEmpty();
            }
            try (CuratorZkStore zooKeeper = cluster.connect()) {
                assertThat(stat(zooKeeper).orElseThrow().ephemeralOwner())
                        .isEqualTo(sessionOf(cluster).id());
            }
        }
    }

    @Test
    void shouldComeBackByItselfWhenZooKeeperWasAwayForLongerThanTheSession() throws Exception {
        try (TestCluster cluster = TestCluster.of(2)
                        .with("zookeeper.session.timeout.ms", "2000")
                        .start();
                BrokerClient client = BrokerClient.of(cluster.broker(0));
                CapturedLog log = CapturedLog.ofPaddock();
                CapturedLog libraries = ofZooKeeperClient()) {
            await("both", () -> client.brokerIds().equals(List.of(0, 1)));

            // when
            cluster.zooKeeper().stop();
            await(
                    "both to give their sessions up",
                    () -> log.lines().stream()
                                    .filter(line -> line.contains("has expired"))
                                    .count()
                            == 2);
            assertThat(client.brokerIds()).as("while ZooKeeper is away").containsExactly(0, 1);
            cluster.zooKeeper().restart();

            // then
            await(
                    "both registrations",
                    () -> log.lines().stream()
                                    .filter(line -> line.contains(" is registered at "))
                                    .count()
                            == 2);
            await("both", () -> client.brokerIds().equals(List.of(0, 1)));
            assertThat(log.lines()).as("lines of two brokers").hasSizeLessThan(LINES_MAX);
            assertThat(libraries.lines()).isEmpty();
        }
    }

    /** As conf/logback.xml has it: Curator is silent, which would log each operation that it gives up with its stack. */
    private static CapturedLog ofZooKeeperClient() {
        return CapturedLog.of("org.apache.zookeeper", Level.ERROR);
    }

    private static Optional<ZnodeStat> stat(ZkStore zooKeeper) {
        return zooKeeper.exists(PATH).join();
    }

    private static ZkSession sessionOf(TestCluster cluster) {
        return new SessionFile(cluster.folder().resolve("broker-0"))
                .read()
                .map(session -> new ZkSession(session.id(), session.password()))
                .orElseThrow();
    }
}
