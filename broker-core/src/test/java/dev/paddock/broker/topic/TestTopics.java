package dev.paddock.broker.topic;

import dev.paddock.broker.config.BrokerSettings;
import dev.paddock.coordinator.topic.TopicLeadership;
import dev.paddock.coordinator.topic.TopicWatch;
import dev.paddock.coordinator.zk.BrokerEndpoint;
import dev.paddock.coordinator.zk.ClusterView;
import dev.paddock.coordinator.zk.ControllerEpochZnode;
import dev.paddock.coordinator.zk.CreateKind;
import dev.paddock.coordinator.zk.FakeZkStore;
import dev.paddock.coordinator.zk.FakeZooKeeper;
import dev.paddock.coordinator.zk.LiveBroker;
import dev.paddock.coordinator.zk.RegisteredBroker;
import dev.paddock.coordinator.zk.RootPaths;
import dev.paddock.coordinator.zk.ZkOp;
import dev.paddock.protocol.SecurityProtocol;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Topics on a ZooKeeper in memory; this broker is number 1 of two, and the controller. */
public final class TestTopics implements AutoCloseable {
    private final ExecutorService callbacks = Executors.newSingleThreadExecutor();
    private final FakeZkStore store = new FakeZooKeeper().connect(callbacks);
    private final TopicCatalog catalog = new TopicCatalog();
    private final BrokerTopics topics;
    private final TopicLeadership leadership;
    private volatile ClusterView cluster = new ClusterView(
            "the-cluster", new TreeMap<>(Map.of(1, broker(1, "PLAINTEXT", "one"), 2, broker(2, "INTERNAL", "two"))), 1);

    public TestTopics(String... keysAndValues) {
        Map<String, String> texts = new HashMap<>(Map.of("zookeeper.connect", "unused:1"));
        for (int i = 0; i < keysAndValues.length; i += 2) {
            texts.put(keysAndValues[i], keysAndValues[i + 1]);
        }
        topics = new BrokerTopics(1, () -> cluster, BrokerSettings.of(texts).topics(), catalog, store);
        RootPaths.ensure(store).join();
        store.create(ControllerEpochZnode.PATH, ControllerEpochZnode.encode(1), CreateKind.PERSISTENT)
                .join();
        leadership = new TopicLeadership(store, new TopicLeadership.Settings(false, true));
        catalog.addListener((before, after) -> leadership.topicsChanged(after));
        leadership.brokersChanged(Map.of(1, 0L, 2, 0L));
        leadership.elected(3, new ZkOp.Check(ControllerEpochZnode.PATH, 0));
        new TopicWatch(store, catalog::publish).start().join();
    }

    public BrokerTopics topics() {
        return topics;
    }

    public FakeZkStore store() {
        return store;
    }

    public void cluster(ClusterView next) {
        cluster = next;
    }

    /** No partition gets a leader from now on. */
    public void resign() {
        leadership.resigned();
    }

    public static LiveBroker broker(int id, String listener, String host) {
        BrokerEndpoint endpoint = new BrokerEndpoint(listener, host, 9000 + id, SecurityProtocol.PLAINTEXT);
        return new LiveBroker(
                new RegisteredBroker(id, List.of(endpoint), Optional.of("rack"), -1, Map.of(), 0), 100 + id);
    }

    @Override
    public void close() {
        store.close();
        callbacks.shutdown();
    }
}
