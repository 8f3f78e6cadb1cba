package dev.paddock.coordinator.zk;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * The seam to ZooKeeper: every read, write and watch of znodes goes through it.
 *
 * <p>Everything is asynchronous and pipelined; operations issued while connected reach ZooKeeper in the order issued.
 * Futures fail with {@link ZkException} and complete, like all listeners, on the store's one callback thread, which is
 * not ZooKeeper's event thread; what runs there must not block. Operations issued while the connection is away wait
 * for it up to the connection timeout. A write is never repeated silently: on CONNECTION_LOSS it may have been done.
 * New znodes are open to everyone (world:anyone), as Apache Kafka's are by default. Paths are relative to the chroot.
 */
public interface ZkStore extends AutoCloseable {
    /** For set and delete: whatever the version is. */
    int ANY_VERSION = -1;

    CompletableFuture<CreatedZnode> create(String path, byte[] bytes, CreateKind kind);

    CompletableFuture<Znode> get(String path);

    CompletableFuture<ZnodeStat> set(String path, byte[] bytes, int version);

    CompletableFuture<Void> delete(String path, int version);

    /** The names of the children, in no order. */
    CompletableFuture<List<String>> children(String path);

    CompletableFuture<Optional<ZnodeStat>> exists(String path);

    /** All of it or nothing. Results are in the order of the steps. */
    CompletableFuture<List<ZkOpResult>> transaction(List<ZkOp> ops);

    /**
     * Calls the listener with the znode as it is now (empty when there is none), and again whenever it has been created,
     * written or deleted. Survives reconnects and new sessions. Changes in quick succession may come as one call with
     * the last state.
     */
    ZkWatch watch(String path, Consumer<Optional<Znode>> listener);

    /** As {@link #watch}, for the names of the children; the list is empty while the parent does not exist. */
    ZkWatch watchChildren(String path, Consumer<List<String>> listener);

    /** The present session, or the last one while there is none. */
    ZkSession session();

    /** What ZooKeeper granted, which may differ from what was asked for. */
    int sessionTimeoutMs();

    void addSessionListener(SessionListener listener);

    void removeSessionListener(SessionListener listener);

    /**
     * Ends another session of which id and password are known, so that its ephemeral znodes go at once. Completes also
     * when ZooKeeper no longer knows it, or knows it by another password.
     */
    CompletableFuture<Void> endSession(ZkSession session);

    /** Ends this store's session at once, and with it its ephemeral znodes. Pending operations fail with CLOSED. */
    @Override
    void close();
}
