package dev.paddock.broker.partition;

import io.netty.util.internal.DefaultPriorityQueue;
import java.util.Comparator;
import java.util.function.Consumer;

/** The timers of one shard, the next one first. Of the shard's owner. */
final class ShardTimers {
    static final long NEVER = Long.MAX_VALUE;

    private static final int FIRST_CAPACITY = 16;

    private final DefaultPriorityQueue<ShardTimer> heap =
            new DefaultPriorityQueue<>(Comparator.comparingLong(ShardTimer::dueMs), FIRST_CAPACITY);

    ShardTimer add(long dueMs, Runnable action) {
        ShardTimer timer = new ShardTimer(dueMs, action);
        heap.add(timer);
        return timer;
    }

    /** Nothing happens when it has fired already. */
    void cancel(ShardTimer timer) {
        heap.removeTyped(timer);
    }

    /** When the next is due; NEVER without one. */
    long nextMs() {
        ShardTimer next = heap.peek();
        return next == null ? NEVER : next.dueMs();
    }

    /** Fires all that are due, through a runner that sees to failures; returns how many. */
    int fire(long nowMs, Consumer<Runnable> runner) {
        int done = 0;
        while (nextMs() <= nowMs) {
            ShardTimer next = heap.poll();
            runner.accept(next::fire);
            done++;
        }
        return done;
    }
}
