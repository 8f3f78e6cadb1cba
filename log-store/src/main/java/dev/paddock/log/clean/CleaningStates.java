package dev.paddock.log.clean;

import dev.paddock.log.TopicPartition;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Which partitions are being cleaned, which must not be, and which cannot be. Thread-safe, and waits for nothing.
 *
 * <pre>
 *   idle  --begin-->  cleaning  --end-->  idle
 *   any   --pause-->  paused, once more each time; a cleaning is cancelled  --resume, as often-->  idle
 *   cleaning  --cancel-->  cleaning, but soon idle
 *   any   --setAside-->  set aside until the partition is forgotten or the broker restarts
 * </pre>
 */
final class CleaningStates {
    private final Map<TopicPartition, CleaningTask> cleaning = new HashMap<>();
    private final Map<TopicPartition, Integer> pauses = new HashMap<>();
    private final Map<TopicPartition, String> aside = new HashMap<>();
    private boolean stopped;

    synchronized Optional<CleaningTask> begin(TopicPartition partition) {
        if (!mayBegin(partition)) {
            return Optional.empty();
        }
        CleaningTask task = new CleaningTask(partition);
        cleaning.put(partition, task);
        return Optional.of(task);
    }

    synchronized boolean mayBegin(TopicPartition partition) {
        return !stopped
                && !cleaning.containsKey(partition)
                && !pauses.containsKey(partition)
                && !aside.containsKey(partition);
    }

    void end(CleaningTask task) {
        synchronized (this) {
            cleaning.remove(task.partition(), task);
        }
        task.ended().complete(null);
    }

    /** Completes when nobody cleans the partition; nobody will until it has been resumed as often. */
    synchronized CompletableFuture<Void> pause(TopicPartition partition) {
        pauses.merge(partition, 1, Integer::sum);
        CleaningTask task = cleaning.get(partition);
        if (task == null) {
            return CompletableFuture.completedFuture(null);
        }
        task.cancel();
        return task.ended();
    }

    /** Ends the cleaning that goes on, if one does; another may begin at once. */
    synchronized void cancel(TopicPartition partition) {
        CleaningTask task = cleaning.get(partition);
        if (task != null) {
            task.cancel();
        }
    }

    synchronized void resume(TopicPartition partition) {
        Integer count = pauses.get(partition);
        if (count == null) {
            throw new IllegalStateException(
                    "cleaning of " + partition + " is resumed, but it is not paused; pause it first");
        }
        if (count == 1) {
            pauses.remove(partition);
        } else {
            pauses.put(partition, count - 1);
        }
    }

    /** It is not cleaned again: what failed once would fail for ever. */
    synchronized void setAside(TopicPartition partition, String reason) {
        aside.put(partition, reason);
    }

    synchronized Map<TopicPartition, String> setAside() {
        return Map.copyOf(aside);
    }

    /** The partition is gone; one of that name may come again and is another one. */
    synchronized void forget(TopicPartition partition) {
        aside.remove(partition);
        pauses.remove(partition);
    }

    /** Cancels all, and begins no more. */
    synchronized void stop() {
        stopped = true;
        cleaning.values().forEach(CleaningTask::cancel);
    }
}
