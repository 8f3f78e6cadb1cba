package dev.paddock.coordinator.zk;

import dev.paddock.coordinator.zk.ZkException.Reason;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for a future on a thread that may wait, never on the store's. */
final class Waiting {
    private Waiting() {}

    /** For the store's own futures: they all end, at the latest when the store is closed. */
    static <T> T await(CompletableFuture<T> future) throws InterruptedException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw ZkException.from(e);
        }
    }

    static <T> T await(CompletableFuture<T> future, long atMostMs) throws InterruptedException {
        try {
            return future.get(atMostMs, TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw ZkException.from(e);
        } catch (TimeoutException e) {
            throw new ZkException(Reason.CONNECTION_LOSS, "", "No answer within " + atMostMs + " ms");
        }
    }
}
