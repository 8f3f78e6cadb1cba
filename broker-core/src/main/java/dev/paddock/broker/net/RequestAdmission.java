package dev.paddock.broker.net;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Bounds the requests, and their bytes, that the broker holds while they wait or are worked on. A connection that finds no
 * room stops reading and is woken when there is some again; nothing is dropped. Used by all event loops at once.
 *
 * <pre>
 *   a frame's length is known -> tryReserveBytes -> frame complete -> tryStart -> handler
 *                                        done or parked: finish (gives back both)
 * </pre>
 */
public final class RequestAdmission {
    private final int requestsMax;
    private final long bytesMax;
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();
    private final Queue<Waiter> waiters = new ConcurrentLinkedQueue<>();

    /** Somebody who reads on when there is room: called from any thread, and only tells its own loop. */
    @FunctionalInterface
    public interface Waiter {
        void roomAgain();
    }

    /** @param bytesMax 0 or less for no bound. */
    public RequestAdmission(int requestsMax, long bytesMax) {
        this.requestsMax = requestsMax;
        this.bytesMax = bytesMax > 0 ? bytesMax : Long.MAX_VALUE;
    }

    /** A frame that is larger than all the room gets in alone: otherwise its connection would wait for ever. */
    public boolean tryReserveBytes(int size) {
        long held = bytes.addAndGet(size);
        if (held > bytesMax && held != size) {
            bytes.addAndGet(-size);
            return false;
        }
        return true;
    }

    public boolean tryStart() {
        if (requests.incrementAndGet() > requestsMax) {
            requests.decrementAndGet();
            return false;
        }
        return true;
    }

    /** A frame that was reserved for never became a request. */
    public void releaseBytes(int size) {
        bytes.addAndGet(-size);
        wakeNext();
    }

    /** A request is answered, or waits without needing its bytes. */
    public void finish(int size) {
        requests.decrementAndGet();
        bytes.addAndGet(-size);
        wakeNext();
    }

    /** Calls back when it is worth trying again; the room may have come since the try that failed. */
    public void await(Waiter waiter) {
        waiters.add(waiter);
        wakeNext();
    }

    /** To be called by a waiter too, once it has taken what it needs: the next one may find room as well. */
    public void wakeNext() {
        if (!waiters.isEmpty() && hasRoom()) {
            Waiter waiter = waiters.poll();
            if (waiter != null) {
                waiter.roomAgain();
            }
        }
    }

    public int requests() {
        return requests.get();
    }

    public long bytes() {
        return bytes.get();
    }

    private boolean hasRoom() {
        return requests.get() < requestsMax && bytes.get() < bytesMax;
    }
}
