package dev.paddock.coordinator.zk;

import dev.paddock.coordinator.zk.ZkException.Reason;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This broker's {@code /brokers/ids/<id>}: registers it, registers it anew when the session has expired, and takes it away
 * at close.
 *
 * <p>Works on a thread of its own, where it may wait for ZooKeeper; {@link RegistrationRule} decides what to do when the
 * id is taken. Ends with {@link #close}, which leaves the store open.
 */
public final class BrokerRegistration implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(BrokerRegistration.class);
    private static final int BACKOFF_FIRST_MS = 50;
    private static final int BACKOFF_MAX_MS = 5_000;
    private static final int CLOSE_MAX_MS = 2_000;
    private static final int FORMER_SESSIONS_MAX = 16;

    private final ZkStore store;
    private final RegisteredBroker broker;
    private final LivenessProbe probe;
    private final RegistrationListener listener;
    private final String path;
    private final ScheduledThreadPoolExecutor thread;
    private final SessionListener onSession = (event, session) -> sessionChanged(event);
    private final CompletableFuture<Long> first = new CompletableFuture<>();
    private volatile boolean closed;
    private volatile boolean gone;
    private volatile OptionalLong brokerEpoch = OptionalLong.empty();
    /** The sessions that a znode of ours may still belong to; on the registration thread, the oldest is forgotten first. */
    private final Map<Long, ZkSession> formerSessions = new LinkedHashMap<>();

    private long toldSession;
    private long registeredBySession;
    private int failures;

    /** @param lastRun the session that the last run of this broker remembered, if any */
    public BrokerRegistration(
            ZkStore store,
            RegisteredBroker broker,
            Optional<ZkSession> lastRun,
            LivenessProbe probe,
            RegistrationListener listener) {
        this.store = store;
        this.broker = broker;
        this.probe = probe;
        this.listener = listener;
        this.path = BrokerIdZnode.path(broker.id());
        lastRun.ifPresent(session -> formerSessions.put(session.id(), session));
        this.thread = new ScheduledThreadPoolExecutor(1, task -> {
            Thread created = new Thread(task, "zk-registration");
            created.setDaemon(true);
            return created;
        });
    }

    /**
     * Registers; completes with the broker's epoch, or with {@link BrokerIdRefusedException}. While ZooKeeper is away it
     * goes on trying.
     */
    public CompletableFuture<Long> register() {
        store.addSessionListener(onSession);
        schedule(0);
        return first;
    }

    /** The epoch of the present registration; empty before it, and from an expiry until the next one. */
    public OptionalLong brokerEpoch() {
        return brokerEpoch;
    }

    /** After close: whether it is certain that no znode of ours is left, so that nobody has to end its session. */
    public boolean isGone() {
        return gone;
    }

    /** Takes the znode away, if it is ours, so that everyone sees at once that this broker has gone. */
    @Override
    public void close() {
        closed = true;
        store.removeSessionListener(onSession);
        thread.shutdownNow();
        try {
            if (thread.awaitTermination(CLOSE_MAX_MS, TimeUnit.MILLISECONDS)) {
                removeOwn();
            } else {
                LOG.warn("The registration of broker {} is still busy; its session's end will remove it", broker.id());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ZkException e) {
            LOG.info("Left {} to its session's end: {}", path, e.getMessage());
        }
        brokerEpoch = OptionalLong.empty();
        first.completeExceptionally(new ZkException(Reason.CLOSED, path, "The registration was closed"));
    }

    private void removeOwn() throws InterruptedException {
        Optional<ZnodeStat> there = Waiting.await(store.exists(path), CLOSE_MAX_MS);
        if (there.isPresent() && there.get().ephemeralOwner() == store.session().id()) {
            var unused = Waiting.await(store.delete(path, ZkStore.ANY_VERSION), CLOSE_MAX_MS);
            gone = true;
        } else {
            gone = there.isEmpty() || !formerSessions.containsKey(there.get().ephemeralOwner());
        }
    }

    private void sessionChanged(SessionEvent event) {
        if (event == SessionEvent.EXPIRED) {
            brokerEpoch = OptionalLong.empty();
        } else if (event == SessionEvent.NEW_SESSION) {
            schedule(0);
        }
    }

    private void schedule(long delayMs) {
        try {
            var unused = thread.schedule(this::attempt, delayMs, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("Closed while registering");
        }
    }

    private void attempt() {
        if (closed || first.isCompletedExceptionally()) {
            return;
        }
        try {
            ZkSession session = store.session();
            tellSession(session);
            if (registeredBySession != session.id()) {
                registered(new RegistrationAttempt(store, broker, probe, formerSessions).run());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (BrokerIdRefusedException e) {
            refused(e);
        } catch (RuntimeException e) {
            retryLater("Cannot register broker " + broker.id() + " yet: " + e.getMessage());
        }
    }

    private void tellSession(ZkSession session) {
        if (session.id() == toldSession) {
            return;
        }
        formerSessions.put(session.id(), session);
        if (formerSessions.size() > FORMER_SESSIONS_MAX) {
            formerSessions.remove(formerSessions.keySet().iterator().next());
        }
        listener.registering(session);
        toldSession = session.id();
    }

    private void registered(ZnodeStat stat) {
        failures = 0;
        registeredBySession = stat.ephemeralOwner();
        brokerEpoch = OptionalLong.of(stat.czxid());
        LOG.info("Broker {} is registered at {}, epoch {}", broker.id(), path, stat.czxid());
        listener.registered(stat.czxid(), stat.ephemeralOwner());
        first.complete(stat.czxid());
    }

    private void refused(BrokerIdRefusedException e) {
        if (!first.isDone()) {
            first.completeExceptionally(e);
            return;
        }
        if (failures == 0) {
            listener.refused(e);
            failures++;
        }
        retryLater(e.getMessage());
    }

    /** The first failure is worth a line; the others of the same outage are not. */
    private void retryLater(String message) {
        long delayMs = Math.min(BACKOFF_MAX_MS, (long) BACKOFF_FIRST_MS << Math.min(failures, 16));
        if (failures == 0) {
            LOG.warn("{}; trying until it succeeds", message);
        } else {
            LOG.debug("{}; next attempt in {} ms", message, delayMs);
        }
        failures++;
        schedule(delayMs);
    }
}
