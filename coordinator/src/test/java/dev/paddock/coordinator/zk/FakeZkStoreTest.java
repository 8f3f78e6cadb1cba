package dev.paddock.coordinator.zk;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;

class FakeZkStoreTest extends ZkStoreContract {
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
