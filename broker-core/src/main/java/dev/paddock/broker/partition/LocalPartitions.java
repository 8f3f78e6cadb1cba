package dev.paddock.broker.partition;

import dev.paddock.broker.config.LogSettingsResolver;
import dev.paddock.coordinator.topic.PartitionState;
import dev.paddock.coordinator.topic.Topic;
import dev.paddock.coordinator.topic.TopicTable;
import dev.paddock.log.TopicPartition;
import dev.paddock.log.log.PartitionLog;
import dev.paddock.log.store.LogStore;
import dev.paddock.protocol.ErrorCode;
import dev.paddock.protocol.Uuid;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * All partitions of which this broker has a replica, and the shards that they live on. It follows the table of topics, on
 * the one thread that tells of changes; it is read by all threads. A log is opened when somebody first wants something of
 * it. It ends with {@link #close}.
 */
public final class LocalPartitions implements AutoCloseable {
    private final int brokerId;
    private final List<PartitionShard> shards;
    private final LogSettingsResolver resolver;
    private final Map<String, LocalTopic> byName = new ConcurrentHashMap<>();
    private final Map<Uuid, LocalTopic> byId = new ConcurrentHashMap<>();
    /** A topic that comes back has to wait until the logs of its former life are gone. */
    private final Map<TopicPartition, CompletableFuture<Void>> leaving = new ConcurrentHashMap<>();

    private final LogStore store;
    /** What ZooKeeper had done until this broker registered; nothing is known before. */
    private volatile long registeredAt = Long.MAX_VALUE;

    public LocalPartitions(int brokerId, List<PartitionShard> shards, LogSettingsResolver resolver, LogStore store) {
        this.brokerId = brokerId;
        this.shards = List.copyOf(shards);
        this.resolver = resolver;
        this.store = store;
    }

    /** Of what was created from now on nothing can lie in a log dir that is offline. */
    public void registered(long brokerEpoch) {
        registeredAt = brokerEpoch;
    }

    /** The topic, or null. */
    public LocalTopic topic(String name) {
        return byName.get(name);
    }

    /** The topic, or null. */
    public LocalTopic topic(Uuid id) {
        return byId.get(id);
    }

    /** The thread of a partition: those of one topic are spread evenly. */
    public static PartitionShard shardOf(List<PartitionShard> shards, TopicPartition partition) {
        return shards.get(Math.floorMod(partition.topic().hashCode() + partition.partition(), shards.size()));
    }

    /** From the one thread that tells of changes. */
    public void follow(TopicTable before, TopicTable after) {
        for (String name : after.changedSince(before)) {
            LocalTopic former = byName.get(name);
            Topic topic = after.topic(name);
            if (former != null
                    && (topic == null
                            || topic.znode().czxid() != former.topic().znode().czxid())) {
                leave(former);
                former = null;
            }
            if (topic != null) {
                enter(topic, former);
            }
        }
    }

    /** The broker's own settings have changed, which all topics inherit. */
    public void settingsChanged() {
        byName.values().forEach(local -> enter(local.topic(), local));
    }

    private void enter(Topic topic, LocalTopic former) {
        Map<Integer, Partition> here = new HashMap<>();
        for (PartitionState state : topic.partitions()) {
            if (state.replicas().contains(brokerId)) {
                Partition known = former == null ? null : former.partition(state.id());
                Partition partition = known == null ? create(topic, state.id()) : known;
                here.put(state.id(), partition);
                if (known == null || !state.equals(former.topic().partition(state.id()))) {
                    partition.shard().execute(() -> partition.follow(state));
                }
            }
        }
        if (former != null) {
            former.here().forEach((id, partition) -> {
                if (!here.containsKey(id)) {
                    delete(partition);
                }
            });
        }
        LocalTopic local = new LocalTopic(topic, resolver, here);
        byName.put(topic.name(), local);
        if (topic.hasId()) {
            byId.put(topic.id(), local);
        }
        if (former == null || !former.settings().equals(local.settings())) {
            store.settingsChanged(topic.name());
        }
    }

    private Partition create(Topic topic, int id) {
        TopicPartition name = new TopicPartition(topic.name(), id);
        return new Partition(name, topic.id(), shardOf(shards, name), brokerId, () -> open(name, topic));
    }

    private CompletableFuture<PartitionLog> open(TopicPartition name, Topic topic) {
        boolean isNew = topic.znode().czxid() > registeredAt;
        CompletableFuture<Void> former = leaving.get(name);
        return former == null
                ? store.open(name, topic.id(), isNew)
                : former.thenCompose(gone -> store.open(name, topic.id(), isNew));
    }

    private void leave(LocalTopic local) {
        byName.remove(local.topic().name());
        byId.remove(local.topic().id());
        local.here().values().forEach(this::delete);
    }

    private void delete(Partition partition) {
        CompletableFuture<Void> gone = new CompletableFuture<>();
        leaving.put(partition.name(), gone);
        partition.shard().execute(() -> {
            partition.close(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION);
            var unused = store.delete(partition.name()).whenComplete((done, failure) -> {
                leaving.remove(partition.name(), gone);
                // A failure shows again, and is answered, when the partition is opened anew.
                gone.complete(null);
            });
        });
    }

    public List<PartitionShard> shards() {
        return shards;
    }

    public LogStore store() {
        return store;
    }

    /** All fetches that wait are answered with what there is: before the broker stops. */
    public void endFetchWaits() {
        forEach(Partition::endFetchWaits);
    }

    private void forEach(Consumer<Partition> action) {
        for (LocalTopic local : byName.values()) {
            for (Partition partition : local.here().values()) {
                partition.shard().execute(() -> action.accept(partition));
            }
        }
    }

    /** Whoever still waits is told to look elsewhere; no log is touched any more when it returns. The shards end with it. */
    @Override
    public void close() {
        forEach(partition -> partition.close(ErrorCode.NOT_LEADER_OR_FOLLOWER));
        shards.forEach(PartitionShard::close);
    }
}
