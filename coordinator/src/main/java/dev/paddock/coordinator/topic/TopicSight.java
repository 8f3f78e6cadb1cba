package dev.paddock.coordinator.topic;

import dev.paddock.coordinator.zk.MalformedZnodeException;
import dev.paddock.coordinator.zk.ZkStore;
import dev.paddock.coordinator.zk.ZkWatch;
import dev.paddock.coordinator.zk.Znode;
import dev.paddock.protocol.Uuid;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One topic as its watches show it: its assignment, its settings, and the state of each partition. It shows a new
 * {@link Topic} only when all of these have been read, and the last one until then. What cannot be understood is logged, and
 * what was there before goes on to count. On the store's callback thread.
 */
final class TopicSight {
    private static final Logger LOG = LoggerFactory.getLogger(TopicSight.class);

    /** A partition's state znode as it was read; not understood, it is there but says nothing. */
    private record State(Leadership leadership, int zkVersion, long mzxid) {}

    private final ZkStore store;
    private final String name;
    private final Runnable changed;
    private final ZkWatch topicWatch;
    private final ZkWatch configWatch;
    private final Map<Integer, ZkWatch> stateWatches = new HashMap<>();
    private final Map<Integer, State> states = new HashMap<>();
    private final Set<Integer> unreadStates = new HashSet<>();
    private boolean topicRead;
    private boolean configRead;
    private TopicZnode.Content content;
    private Uuid id = Uuid.ZERO;
    private TopicVersion version;
    private Map<String, String> overrides = Map.of();
    private Topic shown;
    private boolean closed;

    TopicSight(ZkStore store, String name, Runnable changed) {
        this.store = store;
        this.name = name;
        this.changed = changed;
        this.topicWatch = store.watch(TopicZnode.path(name), this::topicChanged);
        this.configWatch = store.watch(TopicConfigZnode.path(name), this::configChanged);
    }

    /** Whether everything has been read that is known to be there. */
    boolean settled() {
        return topicRead && configRead && unreadStates.isEmpty();
    }

    Optional<Topic> topic() {
        return Optional.ofNullable(shown);
    }

    void close() {
        closed = true;
        topicWatch.close();
        configWatch.close();
        stateWatches.values().forEach(ZkWatch::close);
        stateWatches.clear();
    }

    private void topicChanged(Optional<Znode> znode) {
        if (closed) {
            return;
        }
        topicRead = true;
        if (znode.isEmpty()) {
            content = null;
            version = null;
            id = Uuid.ZERO;
            watchStates(Set.of());
        } else {
            read(znode.get());
        }
        show();
    }

    private void read(Znode znode) {
        TopicZnode.Content now;
        try {
            now = TopicZnode.decode(name, znode.bytes());
        } catch (MalformedZnodeException e) {
            LOG.warn("What was known of topic {} stays until this is repaired: {}", name, e.getMessage());
            return;
        }
        boolean another = version == null || version.czxid() != znode.stat().czxid();
        if (another) {
            id = Uuid.ZERO;
            watchStates(Set.of());
        }
        // Tools of before 2.8 write the znode without the id that it had: the topic is the same.
        id = now.id().orElse(id);
        content = now;
        version = new TopicVersion(
                znode.stat().czxid(), znode.stat().version(), now.id().isPresent());
        watchStates(now.partitions().keySet());
    }

    private void watchStates(Set<Integer> partitions) {
        for (Integer gone : List.copyOf(stateWatches.keySet())) {
            if (!partitions.contains(gone)) {
                stateWatches.remove(gone).close();
                states.remove(gone);
                unreadStates.remove(gone);
            }
        }
        for (Integer partition : partitions) {
            if (!stateWatches.containsKey(partition)) {
                unreadStates.add(partition);
                long czxid = version.czxid();
                stateWatches.put(
                        partition,
                        store.watch(
                                PartitionStateZnode.path(name, partition),
                                znode -> stateChanged(partition, czxid, znode)));
            }
        }
    }

    private void stateChanged(int partition, long czxid, Optional<Znode> znode) {
        if (closed || version == null || version.czxid() != czxid || !stateWatches.containsKey(partition)) {
            return;
        }
        unreadStates.remove(partition);
        if (znode.isEmpty()) {
            states.remove(partition);
        } else {
            states.put(partition, decode(partition, znode.get()));
        }
        show();
    }

    private State decode(int partition, Znode znode) {
        Leadership leadership = Leadership.NONE;
        try {
            leadership = PartitionStateZnode.decode(name, partition, znode.bytes());
        } catch (MalformedZnodeException e) {
            LOG.warn("Partition {}-{} has no leader until this is repaired: {}", name, partition, e.getMessage());
        }
        return new State(leadership, znode.stat().version(), znode.stat().mzxid());
    }

    private void configChanged(Optional<Znode> znode) {
        if (closed) {
            return;
        }
        configRead = true;
        if (znode.isEmpty()) {
            overrides = Map.of();
        } else {
            try {
                overrides = TopicConfigZnode.decode(name, znode.get().bytes());
            } catch (MalformedZnodeException e) {
                LOG.warn("The settings of topic {} stay as they were until this is repaired: {}", name, e.getMessage());
            }
        }
        show();
    }

    private void show() {
        if (!settled()) {
            return;
        }
        Topic next = content == null ? null : build();
        if (shown == null ? next != null : !shown.equals(next)) {
            shown = next;
        }
        changed.run();
    }

    private Topic build() {
        List<PartitionState> partitions = new ArrayList<>(content.partitions().size());
        content.partitions().forEach((partition, assignment) -> {
            State state = states.get(partition);
            partitions.add(
                    state == null
                            ? PartitionState.withoutState(partition, assignment)
                            : new PartitionState(
                                    partition, assignment, state.leadership(), state.zkVersion(), state.mzxid()));
        });
        return new Topic(name, id, overrides, partitions, version);
    }
}
