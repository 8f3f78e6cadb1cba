package dev.paddock.coordinator.zk;

import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.apache.curator.framework.api.BackgroundCallback;
import org.apache.curator.framework.api.CuratorEvent;

/** Operations under way at Curator: each has a future that completes when Curator calls back, or when the store closes. */
final class CuratorCalls {
    /** Something started at Curator that calls back. */
    @FunctionalInterface
    interface Call {
        void start(BackgroundCallback callback) throws Exception;
    }

    private final PendingOperations pending = new PendingOperations();
    private final BooleanSupplier connected;

    CuratorCalls(BooleanSupplier connected) {
        this.connected = connected;
    }

    <T> CompletableFuture<T> submit(String operation, String path, Call call, Function<CuratorEvent, T> answer) {
        return submit(path, call, answer, event -> KeeperCodes.failure(event.getResultCode(), path, operation));
    }

    <T> CompletableFuture<T> submit(
            String path, Call call, Function<CuratorEvent, T> answer, Function<CuratorEvent, ZkException> failure) {
        CompletableFuture<T> future = pending.admit(path, connected.getAsBoolean());
        if (future.isDone()) {
            return future;
        }
        try {
            call.start((client, event) -> {
                pending.finish(future);
                if (KeeperCodes.ok(event.getResultCode())) {
                    future.complete(answer.apply(event));
                } else {
                    future.completeExceptionally(failure.apply(event));
                }
            });
        } catch (Exception e) {
            pending.finish(future);
            future.completeExceptionally(ZkException.from(e));
        }
        return future;
    }

    /** From here on nothing is admitted. */
    void close() {
        pending.close();
    }

    void failAll() {
        pending.failAll();
    }
}
