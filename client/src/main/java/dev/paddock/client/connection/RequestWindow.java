package dev.paddock.client.connection;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;

/**
 * The requests of one connection, in their order: those that wait for a place on the wire, those whose answer is awaited,
 * and those that get no answer but are not written yet. Belongs to the connection's event loop. The number of open
 * requests bounds all three.
 */
final class RequestWindow {
    private final int maxInFlight;
    private final ArrayDeque<PendingRequest<?>> waiting = new ArrayDeque<>();
    private final ArrayDeque<PendingRequest<?>> inFlight = new ArrayDeque<>();
    private final ArrayDeque<PendingRequest<?>> unanswered = new ArrayDeque<>();
    private int nextCorrelationId;

    RequestWindow(int maxInFlight) {
        this.maxInFlight = maxInFlight;
    }

    void add(PendingRequest<?> request) {
        waiting.add(request);
    }

    boolean maySend() {
        return !waiting.isEmpty() && inFlight.size() < maxInFlight;
    }

    /** The request that goes out next, with its correlation id; the caller tells how that went. */
    PendingRequest<?> startNext() {
        PendingRequest<?> next = waiting.poll();
        next.startSending(nextCorrelationId);
        nextCorrelationId = nextCorrelationId == Integer.MAX_VALUE ? 0 : nextCorrelationId + 1;
        return next;
    }

    void sent(PendingRequest<?> request) {
        (request.wantsAnswer() ? inFlight : unanswered).add(request);
    }

    /** The request whose answer comes next, since a broker answers in order; null when none is awaited. */
    PendingRequest<?> awaited() {
        return inFlight.peek();
    }

    PendingRequest<?> takeAwaited() {
        return inFlight.poll();
    }

    /** The oldest request without an answer, which was written; null when the connection ended first. */
    PendingRequest<?> takeWritten() {
        return unanswered.poll();
    }

    /** Takes out those that waited too long without being sent. */
    void expireWaiting(long nowNanos, Consumer<PendingRequest<?>> expired) {
        Iterator<PendingRequest<?>> requests = waiting.iterator();
        while (requests.hasNext()) {
            PendingRequest<?> request = requests.next();
            if (isLate(request, nowNanos)) {
                requests.remove();
                expired.accept(request);
            }
        }
    }

    /** Takes out one that was sent too long ago, or null. */
    PendingRequest<?> takeLateSent(long nowNanos) {
        PendingRequest<?> late = takeLate(inFlight, nowNanos);
        return late != null ? late : takeLate(unanswered, nowNanos);
    }

    boolean isEmpty() {
        return waiting.isEmpty() && inFlight.isEmpty() && unanswered.isEmpty();
    }

    /** When the first of them is late; only for a window that is not empty. */
    long earliestDeadlineNanos(long nowNanos) {
        long least = Long.MAX_VALUE;
        for (ArrayDeque<PendingRequest<?>> requests : List.of(waiting, inFlight, unanswered)) {
            for (PendingRequest<?> request : requests) {
                least = Math.min(least, request.deadlineNanos() - nowNanos);
            }
        }
        return nowNanos + least;
    }

    /** Takes all out, those that were sent first. */
    void drain(Consumer<PendingRequest<?>> each) {
        drain(inFlight, each);
        drain(unanswered, each);
        drain(waiting, each);
    }

    private static void drain(ArrayDeque<PendingRequest<?>> requests, Consumer<PendingRequest<?>> each) {
        PendingRequest<?> next;
        while ((next = requests.poll()) != null) {
            each.accept(next);
        }
    }

    private static PendingRequest<?> takeLate(ArrayDeque<PendingRequest<?>> requests, long nowNanos) {
        Iterator<PendingRequest<?>> each = requests.iterator();
        while (each.hasNext()) {
            PendingRequest<?> request = each.next();
            if (isLate(request, nowNanos)) {
                each.remove();
                return request;
            }
        }
        return null;
    }

    private static boolean isLate(PendingRequest<?> request, long nowNanos) {
        return request.deadlineNanos() - nowNanos <= 0;
    }
}
