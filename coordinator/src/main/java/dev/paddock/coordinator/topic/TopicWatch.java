package dev.paddock.coordinator.topic;

import dev.paddock.coordinator.zk.ZkStore;
import dev.paddock.coordinator.zk.ZkWatch;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a {@link TopicTable} up to date by watches on all topics, their settings and their partitions' states: whoever
 * changes them, this broker, another one, Kafka's tools or a person with zkCli.
 *
 * <p>Its state lives on the store's callback thread. The first table is published when everything has been read once, all
 * topics at the same time. While ZooKeeper is away the last table stands.
 */
public final class TopicWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TopicWatch.class);

    private final ZkStore store;
    private final Consumer<TopicTable> listener;
    private final CompletableFuture<TopicTable> firstTable = new CompletableFuture<>();
    private final Map<String, TopicSight> sights = new HashMap<>();
    private final Set<String> misnamed = new HashSet<>();
    private final Set<TopicSight> unsettled = new HashSet<>();
    private final Map<String, Topic> topics = new HashMap<>();
    private boolean namesRead;
    private boolean closed;
    private ZkWatch names;

    /** @param listener is told of each new table, on the store's callback thread; must not block */
    public TopicWatch(ZkStore store, Consumer<TopicTable> listener) {
        this.store = store;
        this.listener = listener;
    }

    /** Starts watching; completes with the first whole table, after the listener was told of it. */
    public synchronized CompletableFuture<TopicTable> start() {
        names = store.watchChildren(TopicZnode.PARENT, this::namesChanged);
        return firstTable;
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (names != null) {
            names.close();
        }
        sights.values().forEach(TopicSight::close);
        sights.clear();
    }

    private synchronized void namesChanged(List<String> present) {
        if (closed) {
            return;
        }
        boolean changed = false;
        Set<String> now = new HashSet<>(present);
        for (String gone : List.copyOf(sights.keySet())) {
            if (!now.contains(gone)) {
                TopicSight sight = sights.remove(gone);
                sight.close();
                unsettled.remove(sight);
                changed |= topics.remove(gone) != null;
            }
        }
        misnamed.retainAll(now);
        for (String name : present) {
            if (!TopicName.isValid(name)) {
                // It would become the name of a folder.
                if (misnamed.add(name)) {
                    LOG.warn("{}/{} is left out: no topic can have this name", TopicZnode.PARENT, name);
                }
            } else if (!sights.containsKey(name)) {
                open(name);
            }
        }
        boolean first = !namesRead;
        namesRead = true;
        if (changed || first) {
            publish();
        }
    }

    private void open(String name) {
        TopicSight[] self = new TopicSight[1];
        TopicSight sight = new TopicSight(store, name, () -> sightChanged(name, self[0]));
        self[0] = sight;
        sights.put(name, sight);
        unsettled.add(sight);
    }

    @SuppressWarnings("ReferenceEquality") // A sight shows the same object while nothing has changed.
    private synchronized void sightChanged(String name, TopicSight sight) {
        if (closed || sights.get(name) != sight) {
            return;
        }
        boolean settledNow = unsettled.remove(sight);
        Topic next = sight.topic().orElse(null);
        Topic before = next == null ? topics.remove(name) : topics.put(name, next);
        if (before != next || settledNow) {
            publish();
        }
    }

    private void publish() {
        boolean whole = namesRead && unsettled.isEmpty();
        if (!firstTable.isDone() && !whole) {
            return;
        }
        TopicTable table = new TopicTable(topics);
        listener.accept(table);
        firstTable.complete(table);
    }
}
