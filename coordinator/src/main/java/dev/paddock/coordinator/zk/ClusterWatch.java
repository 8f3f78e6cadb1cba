package dev.paddock.coordinator.zk;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a {@link ClusterView} up to date by watches on the brokers' registrations and on the controller's.
 *
 * <p>Its state lives on the store's callback thread; the view is read from anywhere. The first view is published when
 * everything in it has been read once. While ZooKeeper is away the last view stands. A registration that cannot be
 * understood is logged and left out, and costs the other brokers nothing.
 */
public final class ClusterWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ClusterWatch.class);

    private final ZkStore store;
    private final String clusterId;
    private final Consumer<ClusterView> listener;
    private final CompletableFuture<ClusterView> firstView = new CompletableFuture<>();
    private final Map<Integer, ZkWatch> registrations = new HashMap<>();
    private final Set<Integer> unread = new HashSet<>();
    private final TreeMap<Integer, LiveBroker> brokers = new TreeMap<>();
    private boolean idsRead;
    private boolean controllerRead;
    private int controllerId = ClusterView.NO_CONTROLLER;
    private ZkWatch ids;
    private ZkWatch controller;
    private boolean closed;
    private volatile ClusterView view;

    /** @param listener is told of each new view, on the store's callback thread; must not block */
    public ClusterWatch(ZkStore store, String clusterId, Consumer<ClusterView> listener) {
        this.store = store;
        this.clusterId = clusterId;
        this.listener = listener;
        this.view = new ClusterView(clusterId, new TreeMap<>(), ClusterView.NO_CONTROLLER);
    }

    /** Starts watching; completes with the first whole view. */
    public synchronized CompletableFuture<ClusterView> start() {
        ids = store.watchChildren(BrokerIdZnode.PARENT, this::idsChanged);
        controller = store.watch(ControllerZnode.PATH, this::controllerChanged);
        return firstView;
    }

    /** The newest view; without brokers until the first whole one is there. */
    public ClusterView view() {
        return view;
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (ids != null) {
            ids.close();
            controller.close();
        }
        registrations.values().forEach(ZkWatch::close);
        registrations.clear();
    }

    private synchronized void idsChanged(List<String> names) {
        if (closed) {
            return;
        }
        Set<Integer> now = names.stream()
                .map(ClusterWatch::brokerId)
                .flatMap(Optional::stream)
                .collect(Collectors.toSet());
        for (Integer gone : List.copyOf(registrations.keySet())) {
            if (!now.contains(gone)) {
                registrations.remove(gone).close();
                unread.remove(gone);
                brokers.remove(gone);
            }
        }
        for (Integer id : now) {
            if (!registrations.containsKey(id)) {
                unread.add(id);
                registrations.put(id, store.watch(BrokerIdZnode.path(id), znode -> registrationChanged(id, znode)));
            }
        }
        idsRead = true;
        publish();
    }

    private synchronized void registrationChanged(int id, Optional<Znode> znode) {
        if (closed || !registrations.containsKey(id)) {
            return;
        }
        unread.remove(id);
        Optional<LiveBroker> live = znode.flatMap(there -> decode(id, there));
        live.ifPresentOrElse(broker -> brokers.put(id, broker), () -> brokers.remove(id));
        publish();
    }

    private synchronized void controllerChanged(Optional<Znode> znode) {
        controllerId = ClusterView.NO_CONTROLLER;
        if (znode.isPresent()) {
            try {
                controllerId = ControllerZnode.decode(znode.get().bytes());
            } catch (MalformedZnodeException e) {
                LOG.warn("No controller is known until this is repaired: {}", e.getMessage());
            }
        }
        controllerRead = true;
        publish();
    }

    private void publish() {
        boolean whole = idsRead && controllerRead && unread.isEmpty();
        if (closed || (!firstView.isDone() && !whole)) {
            return;
        }
        ClusterView next = new ClusterView(clusterId, brokers, controllerId);
        if (firstView.isDone() && next.equals(view)) {
            return;
        }
        view = next;
        firstView.complete(next);
        listener.accept(next);
    }

    private static Optional<LiveBroker> decode(int id, Znode znode) {
        try {
            return Optional.of(new LiveBroker(
                    BrokerIdZnode.decode(id, znode.bytes()), znode.stat().czxid()));
        } catch (MalformedZnodeException e) {
            LOG.warn("Broker {} is left out until it registers anew: {}", id, e.getMessage());
            return Optional.empty();
        }
    }

    private static Optional<Integer> brokerId(String name) {
        try {
            return Optional.of(Integer.parseInt(name));
        } catch (NumberFormatException e) {
            LOG.warn("{}/{} is no broker id; it is left out", BrokerIdZnode.PARENT, name);
            return Optional.empty();
        }
    }
}
