package dev.paddock.coordinator.zk;

import dev.paddock.coordinator.zk.ZkException.Reason;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** The operations that ZooKeeper has not answered yet: bounded, and all of them answered when the store closes. */
final class PendingOperations {
    static final int PENDING_MAX = 100_000;
    /** While ZooKeeper is away, so that an outage does not pile up what nobody waits for any more. */
    static final int PENDING_WHILE_AWAY_MAX = 1_000;

    private final Set<CompletableFuture<?>> pending = ConcurrentHashMap.newKeySet();
    private final AtomicInteger count = new AtomicInteger();
    private volatile boolean closed;

    /** Adds a new future, or returns one that has failed already. */
    <T> CompletableFuture<T> admit(String path, boolean connected) {
        int limit = connected ? PENDING_MAX : PENDING_WHILE_AWAY_MAX;
        if (count.incrementAndGet() > limit) {
            count.decrementAndGet();
            return CompletableFuture.failedFuture(new ZkException(
                    Reason.TOO_MANY_PENDING,
                    path,
                    "Not sent to ZooKeeper for " + path + ": " + limit + " operations are waiting already"
                            + (connected ? "" : ", and ZooKeeper is away")));
        }
        CompletableFuture<T> future = new CompletableFuture<>();
        pending.add(future);
        if (closed) {
            finish(future);
            future.completeExceptionally(closedFailure());
        }
        return future;
    }

    /** Before the future of an answered operation completes. */
    void finish(CompletableFuture<?> future) {
        if (pending.remove(future)) {
            count.decrementAndGet();
        }
    }

    int count() {
        return count.get();
    }

    /** From here on nothing is admitted. */
    void close() {
        closed = true;
    }

    void failAll() {
        for (CompletableFuture<?> future : pending) {
            finish(future);
            future.completeExceptionally(closedFailure());
        }
    }

    private static ZkException closedFailure() {
        return new ZkException(Reason.CLOSED, "", "This process has closed its ZooKeeper connection");
    }
}
