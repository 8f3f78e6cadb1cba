package dev.paddock.coordinator.zk;

import dev.paddock.coordinator.zk.ZkException.Reason;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** One session with a {@link FakeZooKeeper}. {@link #suspend} and {@link #resume} break its connection and mend it. */
public final class FakeZkStore implements ZkStore {
    /** A watch: its path, whether it looks at the children, and what to do. */
    private record Watched(String path, boolean ofChildren, Runnable deliver) {}

    private final FakeZooKeeper zooKeeper;
    private final Executor callbacks;
    private final Set<Watched> watches = ConcurrentHashMap.newKeySet();
    private final List<SessionListener> listeners = new CopyOnWriteArrayList<>();
    private volatile ZkSession session;
    private volatile boolean connected = true;
    private volatile boolean closed;

    FakeZkStore(FakeZooKeeper zooKeeper, Executor callbacks) {
        this.zooKeeper = zooKeeper;
        this.callbacks = callbacks;
    }

    void begin(ZkSession first) {
        session = first;
    }

    /** Breaks the connection: operations fail and watches are silent until {@link #resume}. */
    public void suspend() {
        connected = false;
        tell(SessionEvent.SUSPENDED);
    }

    /** Mends the connection; the session is the same. */
    public void resume() {
        connected = true;
        tell(SessionEvent.CONNECTED);
        watches.forEach(this::deliverLater);
    }

    void sessionEnded() {
        if (closed) {
            return;
        }
        tell(SessionEvent.EXPIRED);
        session = zooKeeper.newSession(this);
        connected = true;
        tell(SessionEvent.NEW_SESSION);
        watches.forEach(this::deliverLater);
    }

    void changed(String path, String parent) {
        if (!connected) {
            return;
        }
        for (Watched watched : watches) {
            boolean concerned = watched.ofChildren()
                    ? watched.path().equals(parent) || watched.path().equals(path)
                    : watched.path().equals(path);
            if (concerned) {
                deliverLater(watched);
            }
        }
    }

    @Override
    public CompletableFuture<CreatedZnode> create(String path, byte[] bytes, CreateKind kind) {
        return call(path, () -> zooKeeper.create(path, bytes, kind, session.id()));
    }

    @Override
    public CompletableFuture<Znode> get(String path) {
        return call(path, () -> zooKeeper.get(path));
    }

    @Override
    public CompletableFuture<ZnodeStat> set(String path, byte[] bytes, int version) {
        return call(path, () -> zooKeeper.set(path, bytes, version));
    }

    @Override
    public CompletableFuture<Void> delete(String path, int version) {
        return call(path, () -> {
            zooKeeper.delete(path, version);
            return null;
        });
    }

    @Override
    public CompletableFuture<List<String>> children(String path) {
        return call(path, () -> zooKeeper.children(path));
    }

    @Override
    public CompletableFuture<Optional<ZnodeStat>> exists(String path) {
        return call(path, () -> zooKeeper.exists(path));
    }

    @Override
    public CompletableFuture<List<ZkOpResult>> transaction(List<ZkOp> ops) {
        return call(ops.get(0).path(), () -> zooKeeper.transaction(ops, session.id()));
    }

    @Override
    public ZkWatch watch(String path, Consumer<Optional<Znode>> listener) {
        return watch(path, false, () -> listener.accept(orEmpty(() -> zooKeeper.get(path))));
    }

    @Override
    public ZkWatch watchChildren(String path, Consumer<List<String>> listener) {
        return watch(
                path,
                true,
                () -> listener.accept(orEmpty(() -> zooKeeper.children(path)).orElse(List.of())));
    }

    @Override
    public ZkSession session() {
        return session;
    }

    @Override
    public int sessionTimeoutMs() {
        return 6_000;
    }

    @Override
    public void addSessionListener(SessionListener listener) {
        listeners.add(listener);
    }

    @Override
    public void removeSessionListener(SessionListener listener) {
        listeners.remove(listener);
    }

    @Override
    public CompletableFuture<Void> endSession(ZkSession other) {
        return call("/", () -> {
            zooKeeper.endSession(other);
            return null;
        });
    }

    @Override
    public void close() {
        closed = true;
        watches.clear();
        zooKeeper.endSession(session);
    }

    private ZkWatch watch(String path, boolean ofChildren, Runnable deliver) {
        Watched watched = new Watched(path, ofChildren, deliver);
        watches.add(watched);
        deliverLater(watched);
        return () -> watches.remove(watched);
    }

    private void deliverLater(Watched watched) {
        execute(() -> {
            if (connected && watches.contains(watched)) {
                watched.deliver().run();
            }
        });
    }

    private <T> CompletableFuture<T> call(String path, Supplier<T> operation) {
        CompletableFuture<T> future = new CompletableFuture<>();
        if (closed || !connected) {
            Reason reason = closed ? Reason.CLOSED : Reason.CONNECTION_LOSS;
            execute(() -> future.completeExceptionally(new ZkException(reason, path, reason + " at " + path)));
            return future;
        }
        try {
            T answer = operation.get();
            execute(() -> future.complete(answer));
        } catch (ZkException e) {
            execute(() -> future.completeExceptionally(e));
        }
        return future;
    }

    private void tell(SessionEvent event) {
        ZkSession now = session;
        execute(() -> listeners.forEach(listener -> listener.onSession(event, now)));
    }

    private void execute(Runnable task) {
        try {
            callbacks.execute(task);
        } catch (RejectedExecutionException e) {
            // The test has shut its executor down before its store; whoever waits is gone.
            watches.clear();
        }
    }

    private static <T> Optional<T> orEmpty(Supplier<T> read) {
        try {
            return Optional.of(read.get());
        } catch (ZkException e) {
            return Optional.empty();
        }
    }
}
