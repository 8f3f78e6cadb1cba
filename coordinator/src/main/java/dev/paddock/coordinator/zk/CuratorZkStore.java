package dev.paddock.coordinator.zk;

import dev.paddock.coordinator.zk.ZkException.Reason;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.curator.RetryPolicy;
import org.apache.curator.RetrySleeper;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.framework.api.CuratorEvent;
import org.apache.curator.framework.api.transaction.CuratorOp;
import org.apache.zookeeper.Watcher;

/**
 * The real {@link ZkStore}, over Curator.
 *
 * <p>Curator keeps the session and opens a new one after expiry. It does not repeat operations: a write repeated after a
 * lost connection can fail with NODE_EXISTS on its own first try. Its ensemble tracker is off, since the addresses that it
 * would read are the servers' own, which may not be those that we reach them by. Without a connection for the session's
 * timeout, Curator (and ZooKeeper's client, a third later) takes the session for expired, even when no server was there to
 * expire it; so after a long outage an old ephemeral znode of ours can still be there in the new session.
 */
// house-style: long class because the seam has many operations, each of a few lines.
public final class CuratorZkStore implements ZkStore {
    private static final int CLOSE_WAIT_MS = 2_000;

    private final ZkSettings settings;
    private final ScheduledThreadPoolExecutor callbacks;
    private final CuratorFramework curator;
    private final CuratorSession session;
    private final CuratorCalls calls;
    private final Set<LastingWatch<?>> watches = ConcurrentHashMap.newKeySet();

    private CuratorZkStore(ZkSettings settings) {
        this.settings = settings;
        this.callbacks = new ScheduledThreadPoolExecutor(1, task -> daemon(task, "zk-callbacks"));
        this.callbacks.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        this.curator = CuratorFrameworkFactory.builder()
                .connectString(settings.hosts() + settings.chroot())
                .sessionTimeoutMs(settings.sessionTimeoutMs())
                .connectionTimeoutMs(settings.connectionTimeoutMs())
                .retryPolicy(new NeverRepeat())
                .ensembleTracker(false)
                .waitForShutdownTimeoutMs(CLOSE_WAIT_MS)
                .build();
        this.session = new CuratorSession(curator, settings.connectString(), callbacks);
        this.calls = new CuratorCalls(session::connected);
        this.session.add((event, now) -> watches.forEach(watch -> watch.sessionEvent(event)));
    }

    /** Connects, and creates the chroot when it is missing. Fails when ZooKeeper is not there in time. */
    public static CuratorZkStore open(ZkSettings settings) {
        CuratorZkStore store = new CuratorZkStore(settings);
        try {
            store.connect();
            return store;
        } catch (RuntimeException e) {
            store.close();
            throw e;
        }
    }

    /** For Curator's own recipes (the controller's latch); everything else goes through this store. */
    public CuratorFramework curator() {
        return curator;
    }

    @Override
    public CompletableFuture<CreatedZnode> create(String path, byte[] bytes, CreateKind kind) {
        return calls.submit(
                "create",
                path,
                callback -> curator.create()
                        .withMode(KeeperCodes.mode(kind))
                        .inBackground(callback, callbacks)
                        .forPath(path, bytes),
                event -> new CreatedZnode(event.getName(), KeeperCodes.stat(event.getStat())));
    }

    @Override
    public CompletableFuture<Znode> get(String path) {
        return calls.submit(
                "get",
                path,
                callback -> curator.getData().inBackground(callback, callbacks).forPath(path),
                CuratorZkStore::znode);
    }

    @Override
    public CompletableFuture<ZnodeStat> set(String path, byte[] bytes, int version) {
        return calls.submit(
                "set",
                path,
                callback -> curator.setData()
                        .withVersion(version)
                        .inBackground(callback, callbacks)
                        .forPath(path, bytes),
                event -> KeeperCodes.stat(event.getStat()));
    }

    @Override
    public CompletableFuture<Void> delete(String path, int version) {
        return calls.submit(
                "delete",
                path,
                callback -> curator.delete()
                        .withVersion(version)
                        .inBackground(callback, callbacks)
                        .forPath(path),
                event -> null);
    }

    @Override
    public CompletableFuture<List<String>> children(String path) {
        return calls.submit(
                "children of",
                path,
                callback ->
                        curator.getChildren().inBackground(callback, callbacks).forPath(path),
                CuratorEvent::getChildren);
    }

    @Override
    public CompletableFuture<Optional<ZnodeStat>> exists(String path) {
        return emptyIfNoNode(calls.submit(
                "exists",
                path,
                callback ->
                        curator.checkExists().inBackground(callback, callbacks).forPath(path),
                event -> KeeperCodes.stat(event.getStat())));
    }

    @Override
    public CompletableFuture<List<ZkOpResult>> transaction(List<ZkOp> ops) {
        return calls.submit(
                ops.get(0).path(),
                callback -> {
                    List<CuratorOp> steps = CuratorTransaction.steps(curator, ops);
                    var unused = curator.transaction()
                            .inBackground(callback, callbacks)
                            .forOperations(steps);
                },
                event -> CuratorTransaction.results(event, settings.chroot()),
                event -> CuratorTransaction.failure(event, ops));
    }

    @Override
    public ZkWatch watch(String path, Consumer<Optional<Znode>> listener) {
        return watch(path, watcher -> readWatched(path, watcher), listener);
    }

    @Override
    public ZkWatch watchChildren(String path, Consumer<List<String>> listener) {
        return watch(path, watcher -> childrenWatched(path, watcher), listener);
    }

    @Override
    public ZkSession session() {
        return session.current();
    }

    @Override
    public int sessionTimeoutMs() {
        return session.timeoutMs();
    }

    @Override
    public void addSessionListener(SessionListener listener) {
        session.add(listener);
    }

    @Override
    public void removeSessionListener(SessionListener listener) {
        session.remove(listener);
    }

    @Override
    public CompletableFuture<Void> endSession(ZkSession other) {
        CompletableFuture<Void> ended = new CompletableFuture<>();
        daemon(new SessionEnding(settings, other, ended), "zk-end-session").start();
        return ended;
    }

    @Override
    public void close() {
        calls.close();
        watches.clear();
        curator.close();
        calls.failAll();
        callbacks.shutdown();
    }

    private void connect() {
        curator.start();
        try {
            session.awaitFirst(settings.connectionTimeoutMs());
        } catch (TimeoutException e) {
            throw new ZkException(
                    Reason.CONNECTION_LOSS,
                    "/",
                    "ZooKeeper at " + settings.connectString() + " did not answer within "
                            + settings.connectionTimeoutMs() + " ms (zookeeper.connection.timeout.ms):"
                            + " check that it runs, and that zookeeper.connect names it"
                            + UnknownHosts.hint(settings.hosts()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ZkException(
                    Reason.CLOSED, "/", "Interrupted while connecting to ZooKeeper at " + settings.connectString());
        } catch (Exception e) {
            throw ZkException.from(e);
        }
        if (!settings.chroot().isEmpty() && join(exists("/")).isEmpty()) {
            try (CuratorZkStore top = open(settings.withoutChroot())) {
                join(ZkPaths.ensure(top, settings.chroot()));
            }
        }
    }

    private static <T> T join(CompletableFuture<T> future) {
        try {
            return future.join();
        } catch (RuntimeException e) {
            throw ZkException.from(e);
        }
    }

    private <T> ZkWatch watch(String path, Function<Watcher, CompletableFuture<T>> read, Consumer<T> listener) {
        LastingWatch<T> watch = new LastingWatch<>(path, callbacks, read, listener, watches::remove);
        watches.add(watch);
        callbacks.execute(watch::readAgain);
        return watch;
    }

    /** One operation where the znode is there, which is what a start with thousands of watches consists of. */
    private CompletableFuture<Optional<Znode>> readWatched(String path, Watcher watcher) {
        CompletableFuture<Znode> read = calls.submit(
                "get",
                path,
                callback -> curator.getData()
                        .usingWatcher(watcher)
                        .inBackground(callback, callbacks)
                        .forPath(path),
                CuratorZkStore::znode);
        return emptyIfNoNode(read).thenCompose(znode -> {
            if (znode.isPresent()) {
                return CompletableFuture.completedFuture(znode);
            }
            // When it was created in between, read again: what the existence watch saw has no data with it.
            return existsWatched(path, watcher)
                    .thenCompose(stat -> stat.isPresent()
                            ? readWatched(path, watcher)
                            : CompletableFuture.completedFuture(Optional.empty()));
        });
    }

    private CompletableFuture<List<String>> childrenWatched(String path, Watcher watcher) {
        CompletableFuture<List<String>> read = calls.submit(
                "children of",
                path,
                callback -> curator.getChildren()
                        .usingWatcher(watcher)
                        .inBackground(callback, callbacks)
                        .forPath(path),
                CuratorEvent::getChildren);
        return emptyIfNoNode(read).thenCompose(children -> {
            if (children.isPresent()) {
                return CompletableFuture.completedFuture(children.get());
            }
            // When the parent was created in between, read again: an existence watch does not tell of children.
            return existsWatched(path, watcher)
                    .thenCompose(stat -> stat.isPresent()
                            ? childrenWatched(path, watcher)
                            : CompletableFuture.completedFuture(List.of()));
        });
    }

    private CompletableFuture<Optional<ZnodeStat>> existsWatched(String path, Watcher watcher) {
        return emptyIfNoNode(calls.submit(
                "watch",
                path,
                callback -> curator.checkExists()
                        .usingWatcher(watcher)
                        .inBackground(callback, callbacks)
                        .forPath(path),
                event -> KeeperCodes.stat(event.getStat())));
    }

    private static Znode znode(CuratorEvent event) {
        byte[] bytes = event.getData() == null ? new byte[0] : event.getData();
        return new Znode(bytes, KeeperCodes.stat(event.getStat()));
    }

    private static <T> CompletableFuture<Optional<T>> emptyIfNoNode(CompletableFuture<T> read) {
        return read.handle((value, failure) -> {
            if (failure == null) {
                return Optional.of(value);
            }
            ZkException known = ZkException.from(failure);
            if (known.reason() == Reason.NO_NODE) {
                return Optional.empty();
            }
            throw known;
        });
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    /** What to do about a lost connection is the caller's to decide: only it knows whether a repeat is harmless. */
    private static final class NeverRepeat implements RetryPolicy {
        @Override
        public boolean allowRetry(int retryCount, long elapsedTimeMs, RetrySleeper sleeper) {
            return false;
        }

        @Override
        public boolean allowRetry(Throwable exception) {
            return false;
        }
    }
}
