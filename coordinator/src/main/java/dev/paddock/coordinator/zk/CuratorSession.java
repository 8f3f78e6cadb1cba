package dev.paddock.coordinator.zk;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.state.ConnectionState;
import org.apache.zookeeper.ZooKeeper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns Curator's connection states into session events. Runs on the store's callback thread.
 *
 * <pre>
 *   CONNECTED --> SUSPENDED --> CONNECTED            the same session is back
 *                 SUSPENDED --> EXPIRED --> NEW_SESSION
 * </pre>
 */
final class CuratorSession {
    private static final Logger LOG = LoggerFactory.getLogger(CuratorSession.class);

    private final CuratorFramework curator;
    private final String servers;
    private final List<SessionListener> listeners = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Void> firstConnected = new CompletableFuture<>();
    private volatile boolean connected;
    private volatile ZkSession session;
    private volatile int timeoutMs;
    private boolean expired;
    private long awaySinceNs;

    CuratorSession(CuratorFramework curator, String servers, Executor callbacks) {
        this.curator = curator;
        this.servers = servers;
        curator.getConnectionStateListenable()
                .addListener((client, state) -> callbacks.execute(() -> stateChanged(state)));
    }

    boolean connected() {
        return connected;
    }

    /** Asks the client itself, which knows of a new session before its event has come through. */
    ZkSession current() {
        try {
            ZooKeeper handle = curator.getZookeeperClient().getZooKeeper();
            return handle.getSessionId() == 0 ? session : sessionOf(handle);
        } catch (Exception e) {
            LOG.debug("ZooKeeper's client has no session now: {}", e.toString());
            return session;
        }
    }

    private static ZkSession sessionOf(ZooKeeper handle) {
        return new ZkSession(handle.getSessionId(), handle.getSessionPasswd());
    }

    /** What the server granted at the last connection. */
    int timeoutMs() {
        return timeoutMs;
    }

    void awaitFirst(int timeoutMs) throws Exception {
        firstConnected.get(timeoutMs, TimeUnit.MILLISECONDS);
    }

    void add(SessionListener listener) {
        listeners.add(listener);
    }

    void remove(SessionListener listener) {
        listeners.remove(listener);
    }

    private void stateChanged(ConnectionState state) {
        switch (state) {
            case CONNECTED, RECONNECTED -> reconnected();
            case SUSPENDED -> suspended();
            case LOST -> expired();
            case READ_ONLY -> LOG.debug("Read-only ZooKeeper connections are not asked for; ignored");
        }
    }

    private void reconnected() {
        ZooKeeper handle;
        try {
            handle = curator.getZookeeperClient().getZooKeeper();
            timeoutMs = handle.getSessionTimeout();
        } catch (Exception e) {
            LOG.warn("Cannot ask ZooKeeper's client for its session: {}", e.toString());
            return;
        }
        ZkSession now = sessionOf(handle);
        boolean first = session == null;
        boolean same = first || session.id() == now.id();
        if (!same && !expired) {
            // Curator may leave LOST out when the new session is there at once; listeners rely on the pair.
            expired();
        }
        connected = true;
        session = now;
        expired = false;
        if (first) {
            LOG.info("Connected to ZooKeeper at {}, session {}", servers, now);
        } else {
            long awayMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - awaySinceNs);
            LOG.info("Connected to ZooKeeper again after {} ms, {} session {}", awayMs, same ? "same" : "new", now);
        }
        tell(same ? SessionEvent.CONNECTED : SessionEvent.NEW_SESSION);
        firstConnected.complete(null);
    }

    private void suspended() {
        connected = false;
        awaySinceNs = System.nanoTime();
        LOG.warn("Lost the connection to ZooKeeper at {}, session {}; trying again until it is back", servers, session);
        tell(SessionEvent.SUSPENDED);
    }

    private void expired() {
        if (expired || session == null) {
            return;
        }
        expired = true;
        connected = false;
        LOG.warn("ZooKeeper session {} has expired; opening a new one", session);
        tell(SessionEvent.EXPIRED);
    }

    private void tell(SessionEvent event) {
        for (SessionListener listener : listeners) {
            try {
                listener.onSession(event, session);
            } catch (RuntimeException e) {
                LOG.error("A listener failed on session event {}", event, e);
            }
        }
    }
}
