package dev.paddock.log.store;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads that do what blocks in one log dir, so that a disk which hangs holds up nobody but itself: opening, recovering,
 * forcing, deleting. They end when there is nothing to do for a while. Ends with {@link #close}.
 */
final class DirThreads implements Executor, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DirThreads.class);
    private static final long IDLE_SECONDS = 30;

    private final ThreadPoolExecutor pool;

    DirThreads(int number, int count) {
        AtomicInteger threads = new AtomicInteger();
        pool = new ThreadPoolExecutor(
                count, count, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread =
                            new Thread(task, "paddock-log-dir" + number + "-" + threads.getAndIncrement() % count);
                    thread.setDaemon(true);
                    return thread;
                });
        pool.allowCoreThreadTimeOut(true);
        // At the end of the process what was to be done in the background is done by closing the logs, or not missed.
        pool.setRejectedExecutionHandler((task, executor) -> LOG.debug("Not done, as the store is closed: {}", task));
    }

    @Override
    public void execute(Runnable task) {
        pool.execute(() -> {
            try {
                task.run();
            } catch (RuntimeException e) {
                LOG.error("A task of the log store failed; this is a bug", e);
            }
        });
    }

    /** Waits for what is queued: interrupting a thread would close the file that it uses. */
    @Override
    public void close() {
        pool.shutdown();
        try {
            while (!pool.awaitTermination(1, TimeUnit.MINUTES)) {
                LOG.warn(
                        "Waiting for {} tasks to end",
                        pool.getActiveCount() + pool.getQueue().size());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
