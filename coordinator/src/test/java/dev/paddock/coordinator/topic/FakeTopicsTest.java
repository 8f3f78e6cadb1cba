package dev.paddock.coordinator.topic;

import dev.paddock.coordinator.zk.FakeZooKeeper;
import dev.paddock.coordinator.zk.ZkStore;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;

class FakeTopicsTest extends TopicsContract {
    private final FakeZooKeeper zooKeeper = new FakeZooKeeper();
    private final ExecutorService callbacks = Executors.newSingleThreadExecutor();

    @Override
    ZkStore open() {
        return zooKeeper.connect(callbacks);
    }

    @AfterEach
    void stopCallbacks() {
        callbacks.shutdown();
    }
}
