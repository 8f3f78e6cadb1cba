package dev.paddock.broker.partition;

import io.netty.util.internal.DefaultPriorityQueue;
import io.netty.util.internal.PriorityQueueNode;

/** Something that a shard does at a time, unless it is cancelled before. Belongs to the shard's thread. */
public final class ShardTimer implements PriorityQueueNode {
    private final long dueMs;
    private final Runnable action;
    private int heapIndex = INDEX_NOT_IN_QUEUE;

    ShardTimer(long dueMs, Runnable action) {
        this.dueMs = dueMs;
        this.action = action;
    }

    long dueMs() {
        return dueMs;
    }

    void fire() {
        action.run();
    }

    /** For the heap alone: its entry finds its place without a search, so that cancelling is cheap. */
    @Override
    public int priorityQueueIndex(DefaultPriorityQueue<?> queue) {
        return heapIndex;
    }

    @Override
    public void priorityQueueIndex(DefaultPriorityQueue<?> queue, int index) {
        heapIndex = index;
    }
}
