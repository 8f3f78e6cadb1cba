package dev.paddock.broker.topic;

import dev.paddock.broker.config.TopicSettings;
import dev.paddock.coordinator.producer.ProducerIdBlocks;
import dev.paddock.coordinator.topic.BrokerRack;
import dev.paddock.coordinator.topic.TopicStore;
import dev.paddock.coordinator.zk.ClusterView;
import dev.paddock.coordinator.zk.ZkStore;
import java.security.SecureRandom;
import java.util.List;
import java.util.function.Supplier;

/** What this broker has at hand about topics; for every thread. */
public final class BrokerTopics {
    private final int brokerId;
    private final Supplier<ClusterView> cluster;
    private final TopicSettings settings;
    private final TopicCatalog catalog;
    private final TopicStore store;
    private final ProducerIdBlocks producerIds;
    private final TopicCreation creation;

    public BrokerTopics(
            int brokerId,
            Supplier<ClusterView> cluster,
            TopicSettings settings,
            TopicCatalog catalog,
            ZkStore zooKeeper) {
        this.brokerId = brokerId;
        this.cluster = cluster;
        this.settings = settings;
        this.catalog = catalog;
        this.store = new TopicStore(zooKeeper);
        this.producerIds = new ProducerIdBlocks(zooKeeper, brokerId);
        this.creation = new TopicCreation(this, new SecureRandom());
    }

    public int brokerId() {
        return brokerId;
    }

    public ClusterView cluster() {
        return cluster.get();
    }

    public TopicSettings settings() {
        return settings;
    }

    public TopicCatalog catalog() {
        return catalog;
    }

    public TopicStore store() {
        return store;
    }

    public ProducerIdBlocks producerIds() {
        return producerIds;
    }

    public TopicCreation creation() {
        return creation;
    }

    /** Changes of topics are the controller's, as clients expect. */
    public boolean isController() {
        return cluster.get().controllerId() == brokerId;
    }

    /** Where replicas can be placed. */
    public List<BrokerRack> liveBrokers() {
        return cluster.get().brokers().values().stream()
                .map(live -> new BrokerRack(live.broker().id(), live.broker().rack()))
                .toList();
    }
}
