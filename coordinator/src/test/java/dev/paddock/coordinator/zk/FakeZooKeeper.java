package dev.paddock.coordinator.zk;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.paddock.coordinator.zk.ZkException.Reason;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Executor;

/**
 * ZooKeeper in memory: one tree, any number of sessions. For tests and simulations; passes the same contract as the real
 * store. All callbacks run on the executor that a session was opened with, so a simulation steps them by hand.
 *
 * <p>Guarded by its own monitor; it never calls out while holding it.
 */
public final class FakeZooKeeper {
    /** A znode of the tree. */
    private static final class Node {
        byte[] bytes;
        ZnodeStat stat;
        int sequence;
    }

    private NavigableMap<String, Node> tree = new TreeMap<>();
    private final Map<Long, FakeZkStore> sessions = new HashMap<>();
    private long zxid;
    private long lastSession = 0x1000;

    public FakeZooKeeper() {
        Node root = new Node();
        root.bytes = new byte[0];
        root.stat = new ZnodeStat(0, 0, 0, 0);
        tree.put("/", root);
    }

    /** Opens a session. */
    public synchronized FakeZkStore connect(Executor callbacks) {
        FakeZkStore store = new FakeZkStore(this, callbacks);
        store.begin(newSession(store));
        return store;
    }

    /** What the server does when it has not heard of a session for its timeout: the store gets a new one. */
    public void expire(FakeZkStore store) {
        endSession(store.session());
    }

    synchronized ZkSession newSession(FakeZkStore store) {
        ZkSession session =
                new ZkSession(++lastSession, Long.toString(lastSession * 31).getBytes(UTF_8));
        sessions.put(session.id(), store);
        return session;
    }

    void endSession(ZkSession session) {
        FakeZkStore store;
        List<String> changed = new ArrayList<>();
        synchronized (this) {
            store = sessions.get(session.id());
            if (store == null || !store.session().equals(session)) {
                return;
            }
            sessions.remove(session.id());
            List<String> owned = tree.entrySet().stream()
                    .filter(entry -> entry.getValue().stat.ephemeralOwner() == session.id())
                    .map(Map.Entry::getKey)
                    .toList();
            zxid++;
            for (String path : owned) {
                tree.remove(path);
                changed.add(path);
            }
        }
        tellChanged(changed);
        store.sessionEnded();
    }

    CreatedZnode create(String path, byte[] bytes, CreateKind kind, long session) {
        CreatedZnode created;
        synchronized (this) {
            zxid++;
            created = createNow(path, bytes, kind, session);
        }
        tellChanged(List.of(created.path()));
        return created;
    }

    synchronized Znode get(String path) {
        Node node = find(path);
        return new Znode(node.bytes.clone(), node.stat);
    }

    ZnodeStat set(String path, byte[] bytes, int version) {
        ZnodeStat stat;
        synchronized (this) {
            zxid++;
            stat = setNow(path, bytes, version);
        }
        tellChanged(List.of(path));
        return stat;
    }

    void delete(String path, int version) {
        synchronized (this) {
            zxid++;
            deleteNow(path, version);
        }
        tellChanged(List.of(path));
    }

    synchronized List<String> children(String path) {
        find(path);
        String prefix = path.equals("/") ? "/" : path + "/";
        List<String> names = new ArrayList<>();
        for (String candidate : tree.tailMap(prefix, false).keySet()) {
            if (!candidate.startsWith(prefix)) {
                break;
            }
            if (candidate.indexOf('/', prefix.length()) < 0) {
                names.add(candidate.substring(prefix.length()));
            }
        }
        return names;
    }

    synchronized Optional<ZnodeStat> exists(String path) {
        return Optional.ofNullable(tree.get(path)).map(node -> node.stat);
    }

    List<ZkOpResult> transaction(List<ZkOp> ops, long session) {
        List<ZkOpResult> results = new ArrayList<>();
        synchronized (this) {
            NavigableMap<String, Node> before = copy(tree);
            zxid++;
            try {
                for (ZkOp op : ops) {
                    results.add(apply(op, session));
                }
            } catch (ZkException e) {
                tree = before;
                throw e;
            }
        }
        tellChanged(results.stream().map(ZkOpResult::path).toList());
        return results;
    }

    private ZkOpResult apply(ZkOp op, long session) {
        if (op instanceof ZkOp.Create create) {
            CreatedZnode created = createNow(create.path(), create.bytes(), create.kind(), session);
            return new ZkOpResult(created.path(), Optional.empty());
        } else if (op instanceof ZkOp.Set set) {
            return new ZkOpResult(set.path(), Optional.of(setNow(set.path(), set.bytes(), set.version())));
        } else if (op instanceof ZkOp.Delete delete) {
            deleteNow(delete.path(), delete.version());
        } else if (op instanceof ZkOp.Check check) {
            requireVersion(check.path(), find(check.path()), check.version());
        }
        return new ZkOpResult(op.path(), Optional.empty());
    }

    private CreatedZnode createNow(String path, byte[] bytes, CreateKind kind, long session) {
        Node parent = tree.get(parent(path));
        if (parent == null) {
            throw new ZkException(Reason.NO_NODE, path, "The parent of " + path + " is not there");
        }
        String name = kind.sequential() ? path + String.format("%010d", parent.sequence) : path;
        if (tree.containsKey(name)) {
            throw new ZkException(Reason.NODE_EXISTS, path, name + " is there already");
        }
        parent.sequence++;
        Node node = new Node();
        node.bytes = bytes == null ? new byte[0] : bytes.clone();
        node.stat = new ZnodeStat(0, zxid, zxid, kind.ephemeral() ? session : 0);
        tree.put(name, node);
        return new CreatedZnode(name, node.stat);
    }

    private ZnodeStat setNow(String path, byte[] bytes, int version) {
        Node node = find(path);
        requireVersion(path, node, version);
        node.bytes = bytes.clone();
        node.stat = new ZnodeStat(node.stat.version() + 1, node.stat.czxid(), zxid, node.stat.ephemeralOwner());
        return node.stat;
    }

    private void deleteNow(String path, int version) {
        requireVersion(path, find(path), version);
        if (!children(path).isEmpty()) {
            throw new ZkException(Reason.NOT_EMPTY, path, path + " has children");
        }
        tree.remove(path);
    }

    private Node find(String path) {
        Node node = tree.get(path);
        if (node == null) {
            throw new ZkException(Reason.NO_NODE, path, path + " is not there");
        }
        return node;
    }

    private static void requireVersion(String path, Node node, int version) {
        if (version != ZkStore.ANY_VERSION && version != node.stat.version()) {
            throw new ZkException(Reason.BAD_VERSION, path, path + " has version " + node.stat.version());
        }
    }

    private void tellChanged(List<String> paths) {
        List<FakeZkStore> all;
        synchronized (this) {
            all = List.copyOf(sessions.values());
        }
        for (String path : paths) {
            all.forEach(store -> store.changed(path, parent(path)));
        }
    }

    private static String parent(String path) {
        int slash = path.lastIndexOf('/');
        return slash <= 0 ? "/" : path.substring(0, slash);
    }

    private static NavigableMap<String, Node> copy(NavigableMap<String, Node> tree) {
        NavigableMap<String, Node> copy = new TreeMap<>();
        tree.forEach((path, node) -> {
            Node same = new Node();
            same.bytes = node.bytes;
            same.stat = node.stat;
            same.sequence = node.sequence;
            copy.put(path, same);
        });
        return copy;
    }
}
