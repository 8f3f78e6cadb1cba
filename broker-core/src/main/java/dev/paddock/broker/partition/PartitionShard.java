// house-style: long class because who may work when is one rule, which has to be read in one piece
package dev.paddock.broker.partition;

import io.netty.util.internal.PlatformDependent;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The partitions that live together, and a thread for them. Whoever owns the shard may touch them, one at a time, so that
 * none of their state needs a lock. A turn takes all that waits in one go; what wants to be done once for many messages,
 * such as writing them, is done at the end of the turn.
 *
 * <pre>
 *   event loops --offer--> requests (bounded) --+
 *   pools, shards --execute--> events ----------+--> turn: run, timers, end of turn
 *
 *   owner: nobody --offer, nothing under way--> the event loop, for one short turn --more left--> the shard's thread
 *                 --event, timer, or busy-----> the shard's thread, until there is no more
 * </pre>
 *
 * A message to a shard with nothing to do costs more in waking its thread, and the event loop after it, than in being done:
 * so the event loop does it itself: requests alone, and nothing that is known to block. Under load the shard's thread is the
 * owner most of the time and takes many messages in a turn. A turn that took long, as when the disk stalls, keeps event
 * loops away for a while: they must not be held up.
 *
 * <p>It ends with {@link #close}, after the last message.
 */
public final class PartitionShard implements Executor, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PartitionShard.class);
    /** Requests are bounded by admission long before; this is the bound should something else run wild. */
    private static final int REQUESTS_MAX = 64 * 1024;
    /** After so many messages the timers have a look in, and those who wait are woken. */
    private static final int MESSAGES_PER_TURN_MAX = 1024;
    /** An event loop does not do more than this of what others left there. */
    private static final int BORROWED_MESSAGES_MAX = 8;

    private static final int BORROWED_TURNS_MAX = 4;

    /** Longer than a thread that has a core to itself takes, unless something stalls. */
    private static final long LONG_TURN_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private static final long NO_LOAN_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long CLOSE_MS_MAX = 10_000;
    private static final long DELAY_MS_MAX = Integer.MAX_VALUE;

    private final Queue<Runnable> requests = PlatformDependent.newMpscQueue(REQUESTS_MAX);
    /** Results of what the shard itself began, which must not be lost: as many as it began. */
    private final Queue<Runnable> events = new ConcurrentLinkedQueue<>();

    /** What blocks, left by an event loop. */
    private final Queue<Runnable> forThread = new ConcurrentLinkedQueue<>();

    private final AtomicReference<Thread> owner = new AtomicReference<>();
    private final AtomicBoolean asleep = new AtomicBoolean();
    private final ShardTimers timers = new ShardTimers();
    private final List<Runnable> turnEnd = new ArrayList<>();
    private final String name;
    private Thread thread;
    private volatile boolean stopping;
    private volatile long noLoanUntilNanos = System.nanoTime();
    /** The owner's from here on. */
    private long clockMs;

    private long threadWakesMs = ShardTimers.NEVER;

    private PartitionShard(String name) {
        this.name = name;
    }

    public static PartitionShard start(String name) {
        PartitionShard shard = new PartitionShard(name);
        shard.thread = new Thread(shard::run, name);
        shard.thread.setDaemon(true);
        shard.thread.start();
        return shard;
    }

    /** Without a thread of its own: the caller's thread is the owner, and calls step(). */
    public static PartitionShard byHand() {
        PartitionShard shard = new PartitionShard("by hand");
        shard.thread = Thread.currentThread();
        shard.owner.set(shard.thread);
        return shard;
    }

    /**
     * Hands over a message, which may be done before this returns; false when there is no room or the shard is stopping, and
     * nothing will happen. Any thread that may take part in the shard's work for a moment: an event loop.
     */
    public boolean offer(Runnable message) {
        if (stopping || !requests.offer(message)) {
            return false;
        }
        if (System.nanoTime() - noLoanUntilNanos >= 0) {
            borrow();
        } else {
            wake();
        }
        return true;
    }

    /** Some short turns, while nobody else is at it; what is left then is for the shard's thread. */
    private void borrow() {
        Thread current = Thread.currentThread();
        for (int turns = 0; turns < BORROWED_TURNS_MAX; turns++) {
            if (!events.isEmpty()) {
                // They come before requests, and may go to the disk.
                wake();
                return;
            }
            if (!owner.compareAndSet(null, current)) {
                // Whoever the owner is looks for messages once more when it is no longer.
                return;
            }
            boolean isThreadDue;
            try {
                clockMs = steadyMs();
                endTurn(runAll(requests, BORROWED_MESSAGES_MAX));
                isThreadDue = threadSleepsTooLong() || !forThread.isEmpty();
            } finally {
                owner.set(null);
            }
            if (isThreadDue) {
                LockSupport.unpark(thread);
            }
            if (!hasMessages()) {
                return;
            }
        }
        wake();
    }

    /** A new timer is due before the thread would wake by itself. */
    private boolean threadSleepsTooLong() {
        if (timers.nextMs() >= threadWakesMs) {
            return false;
        }
        threadWakesMs = timers.nextMs();
        return true;
    }

    /** Hands over what must not be lost: the result of something that began here, or a wait that has to end. Any thread. */
    @Override
    public void execute(Runnable event) {
        events.add(event);
        if (owner.get() == null) {
            wake();
        }
    }

    public boolean inLoop() {
        return Thread.currentThread() == owner.get();
    }

    public void assertInLoop() {
        if (!inLoop()) {
            throw new IllegalStateException(Thread.currentThread().getName() + " touched what belongs to " + name);
        }
    }

    /** When this turn began, by a clock that never jumps and says nothing of the time of day. */
    public long clockMs() {
        return clockMs;
    }

    public ShardTimer schedule(long delayMs, Runnable action) {
        assertInLoop();
        return timers.add(clockMs + Math.max(0, Math.min(delayMs, DELAY_MS_MAX)), action);
    }

    /** Nothing happens when it has fired already. */
    public void cancel(ShardTimer timer) {
        assertInLoop();
        timers.cancel(timer);
    }

    /** Once, when all messages of this turn are done. */
    public void atEndOfTurn(Runnable action) {
        assertInLoop();
        turnEnd.add(action);
    }

    /** The same of what blocks, as forcing to the disk does: for the shard's thread alone, if this is not it soon. */
    public void atEndOfTurnOfThread(Runnable action) {
        if (Thread.currentThread() == thread) {
            atEndOfTurn(action);
        } else {
            assertInLoop();
            forThread.add(action);
        }
    }

    /** One turn, at a time by the clock that never jumps; returns how much was done. For the owner. */
    public int step(long nowMs) {
        assertInLoop();
        return turn(nowMs);
    }

    private int turn(long nowMs) {
        clockMs = nowMs;
        int done = runAll(events, Integer.MAX_VALUE) + runAll(requests, MESSAGES_PER_TURN_MAX);
        return endTurn(done + runAll(forThread, Integer.MAX_VALUE));
    }

    private int endTurn(int messages) {
        int done = messages + timers.fire(clockMs, this::guarded);
        // What is done here may add to the list.
        for (int i = 0; i < turnEnd.size(); i++) {
            guarded(turnEnd.get(i));
        }
        turnEnd.clear();
        long nowNanos = System.nanoTime();
        if (nowNanos - TimeUnit.MILLISECONDS.toNanos(clockMs) > LONG_TURN_NANOS) {
            noLoanUntilNanos = nowNanos + NO_LOAN_NANOS;
        }
        return done;
    }

    /** Requests that wait; roughly. */
    public int waiting() {
        return requests.size();
    }

    private boolean hasMessages() {
        return !requests.isEmpty() || !events.isEmpty();
    }

    private int runAll(Queue<Runnable> queue, int max) {
        int done = 0;
        for (Runnable next = null; done < max && (next = queue.poll()) != null; done++) {
            guarded(next);
        }
        return done;
    }

    /** Who sends a message sees to its own failures; one that escapes must not take the others with it. */
    private void guarded(Runnable action) {
        try {
            action.run();
        } catch (RuntimeException e) {
            LOG.error("A message to {} failed", name, e);
        }
    }

    private void run() {
        while (!stopping || hasMessages() || !forThread.isEmpty()) {
            if (owner.compareAndSet(null, thread)) {
                try {
                    while (turn(steadyMs()) > 0) {
                        // All in one go, as long as there is any.
                    }
                    threadWakesMs = timers.nextMs();
                } finally {
                    owner.set(null);
                }
                sleep(threadWakesMs);
            } else {
                // An event loop is at it for a moment, and wakes us when it leaves anything.
                sleep(steadyMs() + 1);
            }
        }
    }

    private void sleep(long untilMs) {
        asleep.set(true);
        // Looked at after the flag is up: who adds a message now sees the flag.
        if (!stopping && (!hasMessages() || owner.get() != null)) {
            if (untilMs == ShardTimers.NEVER) {
                LockSupport.park(this);
            } else {
                LockSupport.parkNanos(this, TimeUnit.MILLISECONDS.toNanos(untilMs - steadyMs()));
            }
        }
        asleep.set(false);
    }

    private static long steadyMs() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    }

    private void wake() {
        if (asleep.get() && asleep.compareAndSet(true, false)) {
            LockSupport.unpark(thread);
        }
    }

    /** Returns when all that was handed over is done. What comes after is refused; timers do not fire any more. */
    @Override
    public void close() {
        stopping = true;
        LockSupport.unpark(thread);
        if (inLoop()) {
            step(clockMs);
            return;
        }
        try {
            thread.join(CLOSE_MS_MAX);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (thread.isAlive()) {
            LOG.error("{} did not stop within {} ms; it is at {}", name, CLOSE_MS_MAX, List.of(thread.getStackTrace()));
        }
    }
}
