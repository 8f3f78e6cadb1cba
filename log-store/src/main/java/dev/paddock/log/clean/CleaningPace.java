package dev.paddock.log.clean;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;

/** Keeps a cleaning at the speed that is allowed, and ends it when it was cancelled. Belongs to the cleaner's thread. */
final class CleaningPace {
    private final CleaningTask task;
    private final IoLimit limit;
    private final LongSupplier nanoClock;

    CleaningPace(CleaningTask task, IoLimit limit, LongSupplier nanoClock) {
        this.task = task;
        this.limit = limit;
        this.nanoClock = nanoClock;
    }

    void transferred(long bytes) throws CleaningCancelledException {
        task.check();
        task.pause(limit.book(bytes, nanoClock.getAsLong()));
    }

    void check() throws CleaningCancelledException {
        task.check();
    }

    <T> T await(CompletableFuture<T> answer) throws CleaningCancelledException, IOException {
        return task.await(answer);
    }
}
