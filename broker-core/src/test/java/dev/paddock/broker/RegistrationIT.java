package dev.paddock.broker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paddock.broker.cluster.TestCluster;
import dev.paddock.coordinator.zk.CuratorZkStore;
import dev.paddock.coordinator.zk.ZkSettings;
import dev.paddock.log.io.MetaProperties;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What a broker writes to ZooKeeper and to its folders so that others, and its own next run, know it. */
class RegistrationIT {
    private static final Pattern TIMESTAMP = Pattern.compile("\"timestamp\":\"(\\d+)\"");

    @Test
    void shouldRegisterInTheWordsOfKafka() {
        // given
        TestCluster cluster = TestCluster.of(1)
                .with("listeners", "PLAINTEXT://127.0.0.1:0,INTERNAL://127.0.0.1:0")
                .with("advertised.listeners", "PLAINTEXT://[2001:db8::7]:19092,INTERNAL://kafka.example.com:19093")
                .with("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,INTERNAL:PLAINTEXT")
                .with("broker.rack", "rack \"a\"");
        long beforeMs = System.currentTimeMillis();

        // when
        try (cluster;
                CuratorZkStore zooKeeper = cluster.start().connect()) {
            String json = text(zooKeeper, "/brokers/ids/0");

            // then
            Matcher timestamp = TIMESTAMP.matcher(json);
            assertThat(timestamp.find()).isTrue();
            assertThat(Long.parseLong(timestamp.group(1))).isBetween(beforeMs, System.currentTimeMillis());
            assertThat(timestamp.replaceFirst("\"timestamp\":\"T\""))
                    .isEqualTo("{\"features\":{},"
                            + "\"listener_security_protocol_map\":{\"PLAINTEXT\":\"PLAINTEXT\",\"INTERNAL\":\"PLAINTEXT\"},"
                            + "\"endpoints\":[\"PLAINTEXT://[2001:db8::7]:19092\",\"INTERNAL://kafka.example.com:19093\"],"
                            + "\"rack\":\"rack \\\"a\\\"\",\"jmx_port\":-1,\"port\":19092,\"host\":\"2001:db8::7\","
                            + "\"version\":5,\"timestamp\":\"T\"}");
            assertThat(zooKeeper.exists("/brokers/ids/0").join().orElseThrow().ephemeralOwner())
                    .isNotZero();
        }
    }

    @Test
    void shouldGiveTheClusterOneIdThatAllBrokersAndAllFoldersKnow() {
        try (TestCluster cluster = TestCluster.of(2).start();
                CuratorZkStore zooKeeper = cluster.connect()) {
            String id = cluster.broker(0).clusterId();

            assertThat(id).matches("[0-9A-Za-z_-]{22}");
            assertThat(cluster.broker(1).clusterId()).isEqualTo(id);
            assertThat(text(zooKeeper, "/cluster/id")).isEqualTo("{\"version\":\"1\",\"id\":\"" + id + "\"}");
            for (int broker = 0; broker < 2; broker++) {
                assertThat(MetaProperties.read(cluster.folder().resolve("broker-" + broker)))
                        .contains(MetaProperties.of(broker, id));
            }
        }
    }

    @Test
    void shouldGenerateABrokerIdAndFindItAgainAlsoInANewFolder() {
        try (TestCluster cluster = TestCluster.of(0).start()) {
            // given
            List<Path> folders = List.of(
                    cluster.folder().resolve("a"),
                    cluster.folder().resolve("b"),
                    cluster.folder().resolve("c"));
            try (Broker first = start(cluster, folders.subList(0, 2));
                    Broker other = start(cluster, folders.subList(2, 3))) {
                assertThat(first.id()).isEqualTo(1001);
                assertThat(other.id()).isEqualTo(1002);
            }

            // when
            Path added = cluster.folder().resolve("added");
            try (Broker again = start(cluster, List.of(added, folders.get(0), folders.get(1)))) {

                // then
                assertThat(again.id()).isEqualTo(1001);
                for (Path folder : List.of(added, folders.get(0), folders.get(1))) {
                    assertThat(MetaProperties.read(folder)).contains(MetaProperties.of(1001, again.clusterId()));
                }
            }
        }
    }

    @Test
    void shouldCreateTheChrootAndKeepEverythingBelowIt() {
        try (TestCluster cluster = TestCluster.of(0).start()) {
            String servers = cluster.zooKeeper().getConnectString();
            Map<String, String> chroot = Map.of("zookeeper.connect", servers + "/a/deep/chroot");

            try (Broker broker = Broker.start(cluster.settings(3, chroot));
                    CuratorZkStore top = CuratorZkStore.open(new ZkSettings(servers, 10_000, 10_000))) {
                assertThat(text(top, "/a/deep/chroot/cluster/id")).contains(broker.clusterId());
                assertThat(top.children("/a/deep/chroot/brokers/ids").join()).containsExactly("3");
                assertThat(top.children("/").join()).containsExactlyInAnyOrder("a", "zookeeper");
            }
        }
    }

    @Test
    void shouldLeaveTheRestOfTheRegistrationsAloneAndTakeItsOwnAwayWhenClosed() {
        try (TestCluster cluster = TestCluster.of(2).start();
                CuratorZkStore zooKeeper = cluster.connect()) {
            cluster.broker(0).close();

            assertThat(zooKeeper.children("/brokers/ids").join()).containsExactly("1");
            assertThat(cluster.folder().resolve("broker-0/paddock-session")).doesNotExist();
            assertThat(cluster.folder().resolve("broker-1/paddock-session")).exists();
        }
    }

    private static Broker start(TestCluster cluster, List<Path> folders) {
        String logDirs = String.join(",", folders.stream().map(Path::toString).toList());
        return Broker.start(cluster.settings(0, Map.of("broker.id", "-1", "log.dirs", logDirs)));
    }

    private static String text(CuratorZkStore zooKeeper, String path) {
        return new String(zooKeeper.get(path).join().bytes(), StandardCharsets.UTF_8);
    }
}
