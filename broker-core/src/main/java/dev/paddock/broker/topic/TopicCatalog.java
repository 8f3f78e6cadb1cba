package dev.paddock.broker.topic;

import dev.paddock.coordinator.topic.TopicTable;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The newest table of topics, for every thread; and who wants to know when there is a newer one. */
public final class TopicCatalog {
    /** Somebody who waits for the table to show something. */
    private record Wait(Predicate<TopicTable> shows, CompletableFuture<TopicTable> shown) {
        void offer(TopicTable table) {
            if (shows.test(table)) {
                shown.complete(table);
            }
        }
    }

    private static final Logger LOG = LoggerFactory.getLogger(TopicCatalog.class);

    private final List<TopicListener> listeners = new CopyOnWriteArrayList<>();
    private final List<Wait> waits = new CopyOnWriteArrayList<>();
    private volatile TopicTable table = TopicTable.EMPTY;

    public TopicTable table() {
        return table;
    }

    /** Is told at once of the table that is there already, as a change from the empty one. */
    public synchronized void addListener(TopicListener listener) {
        listeners.add(listener);
        tell(listener, TopicTable.EMPTY, table);
    }

    /** From the one thread that keeps the table up to date. */
    public synchronized void publish(TopicTable next) {
        TopicTable before = table;
        table = next;
        listeners.forEach(listener -> tell(listener, before, next));
        waits.forEach(wait -> wait.offer(next));
    }

    /**
     * Completes with the first table that shows it, at once when the present one does; fails with a TimeoutException when
     * none does in time.
     */
    public CompletableFuture<TopicTable> until(Predicate<TopicTable> shows, long timeoutMs) {
        Wait wait = new Wait(shows, new CompletableFuture<>());
        // Before the look at the present table: a change in between is told as well.
        waits.add(wait);
        wait.offer(table);
        var unused = wait.shown()
                .orTimeout(timeoutMs, TimeUnit.MILLISECONDS)
                .whenComplete((done, failure) -> waits.remove(wait));
        return wait.shown();
    }

    private static void tell(TopicListener listener, TopicTable before, TopicTable after) {
        try {
            listener.changed(before, after);
        } catch (RuntimeException e) {
            LOG.error("A listener failed on a change of the topics; it stays registered", e);
        }
    }
}
