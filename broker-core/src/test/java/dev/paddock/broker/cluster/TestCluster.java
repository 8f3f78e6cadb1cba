package dev.paddock.broker.cluster;

import dev.paddock.broker.Broker;
import dev.paddock.broker.config.BrokerSettings;
import dev.paddock.coordinator.zk.CuratorZkStore;
import dev.paddock.coordinator.zk.ZkSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.curator.test.TestingServer;

/** A real ZooKeeper and real brokers in this process: {@code try (var cluster = TestCluster.of(3).start())}. */
public final class TestCluster implements AutoCloseable {
    private final Map<String, String> settings = new HashMap<>(Map.of("listeners", "PLAINTEXT://127.0.0.1:0"));
    private final List<Broker> brokers = new ArrayList<>();
    private final int size;
    private final Path folder;
    private final TestingServer zooKeeper;

    private TestCluster(int size) {
        this.size = size;
        try {
            folder = Files.createTempDirectory("paddock-test");
            zooKeeper = new TestingServer(true);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        settings.put("zookeeper.connect", zooKeeper.getConnectString() + "/test");
        settings.put("zookeeper.session.timeout.ms", "6000");
    }

    public static TestCluster of(int brokers) {
        return new TestCluster(brokers);
    }

    public TestCluster with(String key, String value) {
        settings.put(key, value);
        return this;
    }

    public TestCluster start() {
        for (int id = 0; id < size; id++) {
            brokers.add(Broker.start(settings(id, Map.of())));
        }
        return this;
    }

    /** The settings of one broker of this cluster. */
    public BrokerSettings settings(int id, Map<String, String> more) {
        Map<String, String> all = new HashMap<>(settings);
        all.put("broker.id", Integer.toString(id));
        all.put("log.dirs", folder.resolve("broker-" + id).toString());
        all.putAll(more);
        return BrokerSettings.of(all);
    }

    public Path folder() {
        return folder;
    }

    public TestingServer zooKeeper() {
        return zooKeeper;
    }

    /** A session of the test's own, on the cluster's chroot. */
    public CuratorZkStore connect() {
        return CuratorZkStore.open(new ZkSettings(settings.get("zookeeper.connect"), 10_000, 10_000));
    }

    public Broker broker(int index) {
        return brokers.get(index);
    }

    public String bootstrap() {
        return brokers.stream()
                .map(broker -> "127.0.0.1:" + broker.port("PLAINTEXT"))
                .collect(Collectors.joining(","));
    }

    @Override
    public void close() {
        brokers.forEach(Broker::close);
        try {
            zooKeeper.close();
            try (Stream<Path> files = Files.walk(folder)) {
                files.sorted(Comparator.reverseOrder()).forEach(TestCluster::delete);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path path) {
        try {
            Files.delete(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
