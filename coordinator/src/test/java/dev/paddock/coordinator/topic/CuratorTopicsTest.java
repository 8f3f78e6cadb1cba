package dev.paddock.coordinator.topic;

import dev.paddock.coordinator.zk.CuratorZkStore;
import dev.paddock.coordinator.zk.ZkSettings;
import dev.paddock.coordinator.zk.ZkStore;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.curator.test.TestingServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class CuratorTopicsTest extends TopicsContract {
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
        return CuratorZkStore.open(new ZkSettings(server.getConnectString() + top, 6_000, 4_000));
    }
}
