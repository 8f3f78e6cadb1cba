package dev.paddock.broker;

import dev.paddock.broker.api.ApiRegistry;
import dev.paddock.broker.api.RequestDispatcher;
import dev.paddock.broker.config.BrokerSettings;
import dev.paddock.broker.metrics.RequestMetrics;
import dev.paddock.broker.net.RawClient;
import dev.paddock.broker.net.TestServer;
import dev.paddock.broker.topic.TopicCatalog;
import dev.paddock.coordinator.topic.Assignment;
import dev.paddock.coordinator.topic.Leadership;
import dev.paddock.coordinator.topic.PartitionState;
import dev.paddock.coordinator.topic.Topic;
import dev.paddock.coordinator.topic.TopicTable;
import dev.paddock.coordinator.topic.TopicVersion;
import dev.paddock.coordinator.zk.ClusterView;
import dev.paddock.protocol.Uuid;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Broker 1 without ZooKeeper: the real network, handlers, shards and logs, on topics that a test makes up. */
public final class ServingHarness implements AutoCloseable {
    private static final int BROKER = 1;

    private final RecordService service;
    private final TopicCatalog catalog = new TopicCatalog();
    private final Map<String, Topic> topics = new HashMap<>();
    private final TestServer server;
    private int correlationId;
    private long transaction;

    public ServingHarness(Path folder, Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(
                Map.of("zookeeper.connect", "unused:1", "log.dirs", folder.toString(), "paddock.shards", "2"));
        settings.putAll(more);
        service = new RecordService(BrokerSettings.of(settings), Map.of(), () -> {});
        service.beginOpening();
        service.awaitOpened();
        service.follow(BROKER, catalog);
        service.topicsKnown();
        ClusterView cluster = new ClusterView("the-cluster", new TreeMap<>(), BROKER);
        server = new TestServer(new RequestDispatcher(
                new ApiRegistry(service.serving(() -> cluster).handlers()), new RequestMetrics()));
    }

    RecordService service() {
        return service;
    }

    public TestServer server() {
        return server;
    }

    public Topic topic(String name) {
        return topics.get(name);
    }

    /** Led by this broker alone, in epoch 0. */
    public Uuid create(String name, int partitions, Map<String, String> overrides) {
        return put(name, partitions, overrides, new Leadership(BROKER, 0, List.of(BROKER), 1), List.of(BROKER));
    }

    public Uuid put(
            String name, int partitions, Map<String, String> overrides, Leadership leadership, List<Integer> replicas) {
        Topic former = topics.get(name);
        List<PartitionState> states = new ArrayList<>();
        for (int id = 0; id < partitions; id++) {
            states.add(new PartitionState(id, Assignment.of(replicas), leadership, 0, ++transaction));
        }
        Uuid id = former == null ? Uuid.random() : former.id();
        TopicVersion version = former == null ? new TopicVersion(++transaction, 0, true) : former.znode();
        topics.put(name, new Topic(name, id, overrides, states, version));
        catalog.publish(new TopicTable(topics));
        return id;
    }

    /** A topic of another run. */
    public void adopt(Topic topic) {
        topics.put(topic.name(), topic);
        catalog.publish(new TopicTable(topics));
    }

    public long gauge(String name) {
        return service.gauges().stream()
                .filter(gauge -> gauge.name().equals(name))
                .mapToLong(gauge -> gauge.value().getAsLong())
                .findAny()
                .orElseThrow();
    }

    public void delete(String name) {
        topics.remove(name);
        catalog.publish(new TopicTable(topics));
    }

    public RawClient connect() throws IOException {
        return server.connect();
    }

    public int nextCorrelationId() {
        return ++correlationId;
    }

    @Override
    public void close() {
        service.endWaits();
        server.close();
        service.close();
    }
}
