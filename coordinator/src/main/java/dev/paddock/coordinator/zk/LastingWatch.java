package dev.paddock.coordinator.zk;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.zookeeper.Watcher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A watch that lasts, out of ZooKeeper's watches that fire once: each time one fires, the state is read and the watch set
 * again in the same round trip, so that no change is missed, though several may be seen as one. (ZooKeeper's own lasting
 * watches came with 3.6; servers of 3.5 must work.)
 *
 * <p>Lives on the store's callback thread; only {@link #close} may come from elsewhere. A closed watch leaves its last
 * one-shot watch in the client until it fires, which then does nothing.
 */
final class LastingWatch<T> implements ZkWatch {
    private static final Logger LOG = LoggerFactory.getLogger(LastingWatch.class);
    private static final int RETRY_MS = 1_000;

    private final String path;
    private final ScheduledExecutorService callbacks;
    private final Function<Watcher, CompletableFuture<T>> read;
    private final Consumer<T> listener;
    private final Runnable onClose;
    private final Watcher watcher;

    private volatile boolean closed;
    private boolean reading;
    private boolean changedWhileReading;
    private boolean stale = true;

    /** @param read reads the state and sets the watcher, so that a change after the state read fires it */
    LastingWatch(
            String path,
            ScheduledExecutorService callbacks,
            Function<Watcher, CompletableFuture<T>> read,
            Consumer<T> listener,
            Consumer<LastingWatch<T>> onClose) {
        this.path = path;
        this.callbacks = callbacks;
        this.read = read;
        this.listener = listener;
        this.onClose = () -> onClose.accept(this);
        this.watcher = event -> {
            // Session events have their own way, see sessionEvent.
            if (event.getType() != Watcher.Event.EventType.None) {
                callbacks.execute(this::readAgain);
            }
        };
    }

    /** Within a session ZooKeeper keeps the watches, so only what failed is read again: no storm after an outage. */
    void sessionEvent(SessionEvent event) {
        if (event == SessionEvent.NEW_SESSION || (event == SessionEvent.CONNECTED && stale)) {
            readAgain();
        }
    }

    void readAgain() {
        if (closed) {
            return;
        }
        if (reading) {
            changedWhileReading = true;
            return;
        }
        reading = true;
        read.apply(watcher).whenCompleteAsync(this::readDone, callbacks);
    }

    private void readDone(T state, Throwable failure) {
        reading = false;
        stale = failure != null;
        if (closed) {
            return;
        }
        if (failure == null) {
            deliver(state);
        } else {
            retryLater(ZkException.from(failure));
        }
        if (changedWhileReading) {
            changedWhileReading = false;
            readAgain();
        }
    }

    private void deliver(T state) {
        try {
            listener.accept(state);
        } catch (RuntimeException e) {
            LOG.error("The listener of ZooKeeper path {} failed; it stays registered", path, e);
        }
    }

    private void retryLater(ZkException failure) {
        if (failure.reason() == ZkException.Reason.CLOSED) {
            return;
        }
        if (failure.reason().passing()) {
            LOG.debug("Cannot read watched path {} now: {}", path, failure.getMessage());
        } else {
            LOG.warn("Cannot read watched path {}, trying again in {} ms: {}", path, RETRY_MS, failure.getMessage());
        }
        var unused = callbacks.schedule(
                () -> {
                    if (stale) {
                        readAgain();
                    }
                },
                RETRY_MS,
                TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        closed = true;
        onClose.run();
    }
}
