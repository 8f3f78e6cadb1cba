package dev.paddock.log.store;

import dev.paddock.log.log.PartitionLog;
import dev.paddock.protocol.Uuid;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens all logs of a log dir after a disorderly end, some at a time, while those that are asked for come in between. Any
 * thread; ends by itself.
 */
final class BackgroundRecovery {
    private static final Logger LOG = LoggerFactory.getLogger(BackgroundRecovery.class);
    private static final long LOGGED_EVERY_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final StoreDirectory directory;
    private final BiFunction<StoredPartition, Uuid, CompletableFuture<PartitionLog>> opener;
    private final Queue<StoredPartition> waiting;
    private final int total;
    private final AtomicInteger done = new AtomicInteger();
    private final AtomicLong lastLoggedNanos = new AtomicLong(System.nanoTime());

    BackgroundRecovery(
            StoreDirectory directory,
            BiFunction<StoredPartition, Uuid, CompletableFuture<PartitionLog>> opener,
            PartitionTable table) {
        this.directory = directory;
        this.opener = opener;
        waiting = new ConcurrentLinkedQueue<>(table.in(directory));
        total = waiting.size();
    }

    void start(int atATime) {
        LOG.info(
                "{}: recovering {} partitions, {} at a time",
                directory.directory().path(),
                total,
                atATime);
        for (int i = 0; i < atATime; i++) {
            next();
        }
    }

    private boolean isTimeToLog() {
        long last = lastLoggedNanos.get();
        long now = System.nanoTime();
        return now - last >= LOGGED_EVERY_NANOS && lastLoggedNanos.compareAndSet(last, now);
    }

    private void next() {
        StoredPartition stored = waiting.poll();
        if (stored != null) {
            opener.apply(stored, null).whenComplete((log, error) -> {
                int count = done.incrementAndGet();
                if (count == total || isTimeToLog()) {
                    LOG.info(
                            "{}: recovered {} of {} partitions",
                            directory.directory().path(),
                            count,
                            total);
                }
                next();
            });
        }
    }
}
