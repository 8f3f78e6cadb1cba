package dev.paddock.coordinator.zk;

import static dev.paddock.coordinator.zk.Eventually.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.paddock.coordinator.zk.Eventually.Told;
import java.io.IOException;
import java.net.ServerSocket;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.curator.test.TestingServer;
import org.apache.zookeeper.ZooDefs;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class CuratorZkStoreTest extends ZkStoreContract {
    private static final AtomicInteger TESTS = new AtomicInteger();
    private static TestingServer server;

    /** Each test has a tree of its own on the one server. */
    private final String top = "/test-" + TESTS.incrementAndGet();

    @BeforeAll
    static void startServer() throws Exception {
        server = new TestingServer(true);
    }

    @AfterAll
    static void stopServer() throws IOException {
        server.close();
    }

    @Override
    ZkStore open() {
        return CuratorZkStore.open(settings(""));
    }

    private ZkSettings settings(String chroot) {
        return new ZkSettings(server.getConnectString() + top + chroot, 6_000, 4_000);
    }

    @Test
    void shouldCreateAMissingChroot() {
        try (CuratorZkStore rooted = CuratorZkStore.open(settings("/kafka/one/"));
                ZkStore outer = open()) {
            get(rooted.create("/a", bytes("a"), CreateKind.PERSISTENT));

            assertThat(get(outer.get("/kafka/one/a")).bytes()).isEqualTo(bytes("a"));
        }
        try (CuratorZkStore again = CuratorZkStore.open(settings("/kafka/one"))) {
            assertThat(get(again.get("/a")).bytes()).isEqualTo(bytes("a"));
        }
    }

    @Test
    void shouldOpenZnodesToEveryone() throws Exception {
        try (CuratorZkStore store = CuratorZkStore.open(settings(""))) {
            get(store.create("/a", null, CreateKind.PERSISTENT));

            assertThat(store.curator().getACL().forPath("/a")).isEqualTo(ZooDefs.Ids.OPEN_ACL_UNSAFE);
        }
    }

    @Test
    void shouldFailWithOneClearMessageWhenNobodyAnswers() throws IOException {
        int closedPort;
        try (ServerSocket socket = new ServerSocket(0)) {
            closedPort = socket.getLocalPort();
        }
        ZkSettings nobody = new ZkSettings("127.0.0.1:" + closedPort + "/chroot", 6_000, 700);

        assertThatThrownBy(() -> CuratorZkStore.open(nobody))
                .isInstanceOf(ZkException.class)
                .hasMessage(
                        "ZooKeeper at 127.0.0.1:" + closedPort + "/chroot did not answer within 700 ms"
                                + " (zookeeper.connection.timeout.ms): check that it runs, and that zookeeper.connect names it");
    }

    @Test
    void shouldCompleteOnAThreadThatIsNotZooKeepers() {
        try (CuratorZkStore store = CuratorZkStore.open(settings(""))) {
            Told<String> threads = new Told<>();

            store.watch("/a", znode -> threads.accept(Thread.currentThread().getName()));

            assertThat(threads.next()).isEqualTo("zk-callbacks");
        }
    }
}
