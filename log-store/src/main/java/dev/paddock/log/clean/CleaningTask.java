package dev.paddock.log.clean;

import dev.paddock.log.TopicPartition;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One cleaning of one partition that is going on. The cleaner's thread asks it often whether to go on, and waits only through
 * it, so that cancelling works at once. Any thread may cancel.
 */
final class CleaningTask {
    private final TopicPartition partition;
    private final CompletableFuture<Void> cancelled = new CompletableFuture<>();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();

    CleaningTask(TopicPartition partition) {
        this.partition = partition;
    }

    TopicPartition partition() {
        return partition;
    }

    synchronized void cancel() {
        cancelled.complete(null);
    }

    /** Does something quick unless it was cancelled; who cancels knows that it was done before, or never will be. */
    synchronized void commit(Runnable result) throws CleaningCancelledException {
        check();
        result.run();
    }

    boolean isCancelled() {
        return cancelled.isDone();
    }

    void check() throws CleaningCancelledException {
        if (isCancelled()) {
            throw new CleaningCancelledException();
        }
    }

    /** Completes when the cleaner's thread has let go of the partition. */
    CompletableFuture<Void> ended() {
        return ended;
    }

    void pause(long nanos) throws CleaningCancelledException {
        if (nanos > 0) {
            pauseUntil(cancelled, nanos);
        }
    }

    /** Waits until something is done, however it ends, but not longer than a time. */
    void pauseUntil(CompletableFuture<?> done, long nanosMax) throws CleaningCancelledException {
        CompletableFuture<Void> either = new CompletableFuture<>();
        done.whenComplete((result, error) -> either.complete(null));
        cancelled.thenRun(() -> either.complete(null));
        try {
            either.get(nanosMax, TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            return;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CleaningCancelledException();
        }
        check();
    }

    /** Waits for what another thread does; that goes on when this is cancelled meanwhile. */
    <T> T await(CompletableFuture<T> answer) throws CleaningCancelledException, IOException {
        try {
            CompletableFuture.anyOf(answer, cancelled).get();
            if (!answer.isDone()) {
                throw new CleaningCancelledException();
            }
            return answer.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CleaningCancelledException();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        }
    }
}
