package dev.paddock.broker.fetch;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.IntSupplier;

/**
 * The sessions that are held, at most so many. When it is full a new one takes the place of one that was not used for two
 * minutes; otherwise of one that is worth less: a consumer's is worth less than a follower's, a small one less than a
 * large one, and one that is younger than two minutes is not given up for another of its kind. Used by all event loops:
 * its methods take its lock, and never a session's.
 */
final class FetchSessionCache {
    static final long EVICTION_MS = 120_000;
    static final int NO_SESSION = 0;

    private static final Comparator<FetchSession> BY_WORTH = Comparator.comparing(FetchSession::isPrivileged)
            .thenComparingInt(FetchSession::cachedSize)
            .thenComparingInt(FetchSession::id);

    private final int sessionsMax;
    private final IntSupplier randomId;
    private final Map<Integer, FetchSession> sessions = new HashMap<>();
    private final TreeSet<FetchSession> byLastUse =
            new TreeSet<>(Comparator.comparingLong(FetchSession::lastUsedMs).thenComparingInt(FetchSession::id));
    private final TreeSet<FetchSession> evictableByFollowers = new TreeSet<>(BY_WORTH);
    private final TreeSet<FetchSession> evictableByAll = new TreeSet<>(BY_WORTH);
    private long partitions;
    private long evictions;

    /** @param randomId any int; what is not positive or taken is tried again */
    FetchSessionCache(int sessionsMax, IntSupplier randomId) {
        this.sessionsMax = sessionsMax;
        this.randomId = randomId;
    }

    /** Makes the session that a factory makes for an id; null when there is no place for it. */
    synchronized FetchSession create(boolean privileged, int size, long nowMs, SessionFactory factory) {
        if (sessions.size() >= sessionsMax && !evictFor(privileged, size, nowMs)) {
            return null;
        }
        int id = NO_SESSION;
        while (id <= NO_SESSION || sessions.containsKey(id)) {
            id = randomId.getAsInt();
        }
        FetchSession session = factory.create(id);
        sessions.put(id, session);
        index(session, nowMs);
        return session;
    }

    @FunctionalInterface
    interface SessionFactory {
        FetchSession create(int id);
    }

    synchronized FetchSession get(int id) {
        return sessions.get(id);
    }

    synchronized void remove(int id) {
        FetchSession session = sessions.remove(id);
        if (session != null) {
            unindex(session);
        }
    }

    /** It was used now, and has so many partitions. Nothing happens when it was given up meanwhile. */
    synchronized void touch(FetchSession session, int size, long nowMs) {
        if (sessions.get(session.id()) == session) {
            unindex(session);
            session.used(nowMs, size);
            index(session, nowMs);
        }
    }

    synchronized int sessions() {
        return sessions.size();
    }

    synchronized long partitions() {
        return partitions;
    }

    synchronized long evictions() {
        return evictions;
    }

    private boolean evictFor(boolean privileged, int size, long nowMs) {
        if (byLastUse.isEmpty()) {
            return false;
        }
        FetchSession victim = byLastUse.first();
        if (nowMs - victim.lastUsedMs() <= EVICTION_MS) {
            TreeSet<FetchSession> candidates = privileged ? evictableByFollowers : evictableByAll;
            victim = candidates.isEmpty() ? null : candidates.first();
            if (victim == null || !isWorthMore(privileged, size, victim)) {
                return false;
            }
        }
        remove(victim.id());
        evictions++;
        return true;
    }

    private static boolean isWorthMore(boolean privileged, int size, FetchSession than) {
        return privileged == than.isPrivileged() ? size > than.cachedSize() : privileged;
    }

    private void index(FetchSession session, long nowMs) {
        byLastUse.add(session);
        boolean grown = nowMs - session.createdMs() > EVICTION_MS;
        if (!session.isPrivileged() || grown) {
            evictableByFollowers.add(session);
        }
        if (grown) {
            evictableByAll.add(session);
        }
        partitions += session.cachedSize();
    }

    private void unindex(FetchSession session) {
        byLastUse.remove(session);
        evictableByFollowers.remove(session);
        evictableByAll.remove(session);
        partitions -= session.cachedSize();
    }
}
