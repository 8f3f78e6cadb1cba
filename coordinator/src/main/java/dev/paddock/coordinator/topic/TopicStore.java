package dev.paddock.coordinator.topic;

import dev.paddock.coordinator.zk.CreateKind;
import dev.paddock.coordinator.zk.ZkException;
import dev.paddock.coordinator.zk.ZkException.Reason;
import dev.paddock.coordinator.zk.ZkOp;
import dev.paddock.coordinator.zk.ZkOpResult;
import dev.paddock.coordinator.zk.ZkStore;
import dev.paddock.protocol.Uuid;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a broker writes about topics, asynchronous and without a thread of its own. It writes what is wanted; who leads is
 * the controller's to say ({@link TopicLeadership}), who sees it by watching.
 *
 * <p>Futures fail with ZkException and its reasons. After CONNECTION_LOSS a write may or may not have been done.
 */
public final class TopicStore {
    private static final Logger LOG = LoggerFactory.getLogger(TopicStore.class);
    /** As many notifications stay for those who were away; each write takes away what is older. */
    static final int NOTIFICATIONS_KEPT = 100;

    private final ZkStore store;

    public TopicStore(ZkStore store) {
        this.store = store;
    }

    /**
     * Settings and assignment in one step: a crash leaves both or neither. Settings that lie about under the name, from a
     * topic that another tool deleted by halves, are replaced. Fails with NODE_EXISTS when there is such a topic.
     */
    public CompletableFuture<Void> createTopic(
            String topic, Uuid id, List<List<Integer>> replicas, Map<String, String> overrides) {
        SortedMap<Integer, Assignment> partitions = new TreeMap<>();
        for (int partition = 0; partition < replicas.size(); partition++) {
            partitions.put(partition, Assignment.of(replicas.get(partition)));
        }
        String configPath = TopicConfigZnode.path(topic);
        byte[] config = TopicConfigZnode.encode(overrides);
        ZkOp create = new ZkOp.Create(TopicZnode.path(topic), TopicZnode.encode(id, partitions), CreateKind.PERSISTENT);
        return store.transaction(List.of(new ZkOp.Create(configPath, config, CreateKind.PERSISTENT), create))
                .exceptionallyCompose(failure -> {
                    ZkException known = ZkException.from(failure);
                    return known.reason() == Reason.NODE_EXISTS && known.path().equals(configPath)
                            ? store.transaction(List.of(new ZkOp.Set(configPath, config, ZkStore.ANY_VERSION), create))
                            : CompletableFuture.<List<ZkOpResult>>failedFuture(known);
                })
                .thenApply(done -> null);
    }

    /** Asks the controller to delete the topic; asking again does no harm. */
    public CompletableFuture<Void> requestDeletion(String topic) {
        return store.create(DeleteTopicZnode.path(topic), null, CreateKind.PERSISTENT)
                .handle((created, failure) -> {
                    if (failure != null && ZkException.from(failure).reason() != Reason.NODE_EXISTS) {
                        throw ZkException.from(failure);
                    }
                    return null;
                });
    }

    /** Adds partitions behind those that the topic has. Fails with BAD_VERSION when the topic has changed since it was read. */
    public CompletableFuture<Void> addPartitions(Topic topic, List<List<Integer>> added) {
        SortedMap<Integer, Assignment> partitions = assignments(topic);
        int next = partitions.isEmpty() ? 0 : partitions.lastKey() + 1;
        for (List<Integer> replicas : added) {
            partitions.put(next++, Assignment.of(replicas));
        }
        return store.set(
                        TopicZnode.path(topic.name()),
                        TopicZnode.encode(topic.id(), partitions),
                        topic.znode().zkVersion())
                .thenApply(stat -> null);
    }

    /** Replaces the settings of a topic and notifies those who do not watch them. */
    public CompletableFuture<Void> setOverrides(String topic, Map<String, String> overrides) {
        String path = TopicConfigZnode.path(topic);
        byte[] config = TopicConfigZnode.encode(overrides);
        ZkOp notify = new ZkOp.Create(
                ConfigChangeZnode.PREFIX, ConfigChangeZnode.encodeTopic(topic), CreateKind.PERSISTENT_SEQUENTIAL);
        return store.transaction(List.of(new ZkOp.Set(path, config, ZkStore.ANY_VERSION), notify))
                .exceptionallyCompose(failure -> ZkException.from(failure).reason() == Reason.NO_NODE
                        ? store.transaction(List.of(new ZkOp.Create(path, config, CreateKind.PERSISTENT), notify))
                        : CompletableFuture.failedFuture(failure))
                .thenApply(done -> {
                    dropOldNotifications();
                    return null;
                });
    }

    /** What the topic's own settings are now, for read-modify-write; none when nobody has written any. */
    public CompletableFuture<Map<String, String>> overrides(String topic) {
        return store.get(TopicConfigZnode.path(topic)).handle((znode, failure) -> {
            if (failure == null) {
                return TopicConfigZnode.decode(topic, znode.bytes());
            }
            if (ZkException.from(failure).reason() == Reason.NO_NODE) {
                return Map.of();
            }
            throw ZkException.from(failure);
        });
    }

    static SortedMap<Integer, Assignment> assignments(Topic topic) {
        SortedMap<Integer, Assignment> partitions = new TreeMap<>();
        topic.partitions().forEach(partition -> partitions.put(partition.id(), partition.assignment()));
        return partitions;
    }

    private void dropOldNotifications() {
        var unused = store.children(ConfigChangeZnode.PARENT)
                .thenCompose(names -> {
                    List<CompletableFuture<Void>> deletions = new ArrayList<>();
                    // The numbers have the same length, so that the order of the names is that of the numbers.
                    names.stream()
                            .sorted()
                            .limit(Math.max(0, names.size() - NOTIFICATIONS_KEPT))
                            .forEach(name -> deletions.add(
                                    store.delete(ConfigChangeZnode.PARENT + "/" + name, ZkStore.ANY_VERSION)));
                    return CompletableFuture.allOf(deletions.toArray(CompletableFuture[]::new));
                })
                .exceptionally(failure -> {
                    // Another broker deletes them as well, and the next write tries again.
                    LOG.debug("Old notifications below {} stay for now", ConfigChangeZnode.PARENT, failure);
                    return null;
                });
    }
}
