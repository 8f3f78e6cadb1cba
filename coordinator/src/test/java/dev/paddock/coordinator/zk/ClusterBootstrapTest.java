package dev.paddock.coordinator.zk;

import static dev.paddock.coordinator.zk.Eventually.get;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.curator.test.TestingServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ClusterBootstrapTest {
    private TestingServer server;
    private ZkStore one;
    private ZkStore two;

    @BeforeEach
    void start() throws Exception {
        server = new TestingServer(true);
        one = CuratorZkStore.open(new ZkSettings(server.getConnectString(), 6_000, 6_000));
        two = CuratorZkStore.open(new ZkSettings(server.getConnectString(), 6_000, 6_000));
    }

    @AfterEach
    void stop() throws IOException {
        one.close();
        two.close();
        server.close();
    }

    @Test
    void shouldAgreeOnOneClusterIdWhenBrokersRace() {
        List<CompletableFuture<String>> ids = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            ids.add(ClusterBootstrap.clusterId(i % 2 == 0 ? one : two));
        }

        assertThat(ids.stream().map(Eventually::get).distinct()).hasSize(1);
        assertThat(new String(get(two.get(ClusterIdZnode.PATH)).bytes(), UTF_8))
                .isEqualTo("{\"version\":\"1\",\"id\":\"" + get(ids.get(0)) + "\"}");
    }

    @Test
    void shouldKeepTheClusterIdThatIsThere() {
        get(ZkPaths.ensure(one, "/cluster"));
        get(one.create(ClusterIdZnode.PATH, ClusterIdZnode.encode("given"), CreateKind.PERSISTENT));

        assertThat(get(ClusterBootstrap.clusterId(two))).isEqualTo("given");
    }

    @Test
    void shouldGiveOutEachBrokerIdOnceAndAboveTheReservedOnes() {
        get(RootPaths.ensure(one));
        List<CompletableFuture<Integer>> ids = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            ids.add(ClusterBootstrap.nextBrokerId(i % 2 == 0 ? one : two, 1000));
        }

        assertThat(ids.stream().map(Eventually::get))
                .containsExactlyInAnyOrder(1001, 1002, 1003, 1004, 1005, 1006, 1007, 1008, 1009, 1010);
    }

    @Test
    void shouldGiveOutTheFirstBrokerIdOfAnEmptyZooKeeper() {
        assertThat(get(ClusterBootstrap.nextBrokerId(one, 5))).isEqualTo(6);
    }

    @Test
    void shouldCreateTheRootPathsOnceAndWriteNothingTheSecondTime() {
        get(RootPaths.ensure(one));
        ZnodeStat first = get(one.get("/config/ips")).stat();

        get(RootPaths.ensure(two));

        assertThat(RootPaths.ALL)
                .allSatisfy(path -> assertThat(get(one.exists(path))).isPresent());
        long lastZxid =
                get(one.create("/next", null, CreateKind.PERSISTENT)).stat().czxid();
        assertThat(lastZxid - first.czxid()).isEqualTo(1);
    }
}
