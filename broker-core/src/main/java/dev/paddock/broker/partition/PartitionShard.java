package dev.paddock.broker.partition;

import io.netty.util.internal.DefaultPriorityQueue;
import io.netty.util.internal.PlatformDependent;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread, and the partitions that live on it. All their state is touched here only, so that none of it needs a lock.
 * A turn takes all that waits in one go; what wants to be done once for many messages, such as waking those who wait for
 * a partition's next record, is done at the end of the turn. With nothing to do the thread sleeps until a message or the
 * next timer. It ends with {@link #close}, after the last message.
 *
 * <pre>
 *   event loops --offer--> requests (bounded) --+
 *   pools, shards --execute--> events ----------+--> turn: run all, end of turn, timers --> sleep
 * </pre>
 */
public final class PartitionShard implements Executor, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PartitionShard.class);
    /** Requests are bounded by admission long before; this is the bound should something else run wild. */
    private static final int REQUESTS_MAX = 64 * 1024;
    /** After so many messages the timers have a look in, and those who wait are woken. */
    private static final int MESSAGES_PER_TURN_MAX = 1024;

    private static final long CLOSE_MS_MAX = 10_000;
    private static final long DELAY_MS_MAX = Integer.MAX_VALUE;

    private final Queue<Runnable> requests = PlatformDependent.newMpscQueue(REQUESTS_MAX);
    /** Results of what the shard itself began, which must not be lost: as many as it began. */
    private final Queue<Runnable> events = new ConcurrentLinkedQueue<>();

    private final AtomicBoolean asleep = new AtomicBoolean();
    private final DefaultPriorityQueue<ShardTimer> timers =
            new DefaultPriorityQueue<>(Comparator.comparingLong(ShardTimer::dueMs), 16);
    private final List<Runnable> turnEnd = new ArrayList<>();
    private final String name;
    private volatile Thread thread;
    private volatile boolean stopping;
    private long clockMs;

    private PartitionShard(String name) {
        this.name = name;
    }

    public static PartitionShard start(String name) {
        PartitionShard shard = new PartitionShard(name);
        Thread thread = new Thread(shard::run, name);
        thread.setDaemon(true);
        shard.thread = thread;
        thread.start();
        return shard;
    }

    /** Without a thread of its own: the caller's thread is the shard's, and calls step(). */
    public static PartitionShard byHand() {
        PartitionShard shard = new PartitionShard("by hand");
        shard.thread = Thread.currentThread();
        return shard;
    }

    /** Hands over a message; false when there is no room or the shard is stopping, and nothing will happen. Any thread. */
    public boolean offer(Runnable message) {
        if (stopping || !requests.offer(message)) {
            return false;
        }
        wake();
        return true;
    }

    /** Hands over what must not be lost: the result of something that began here, or a wait that has to end. Any thread. */
    @Override
    public void execute(Runnable event) {
        events.add(event);
        wake();
    }

    public boolean inLoop() {
        return Thread.currentThread() == thread;
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
        ShardTimer timer = new ShardTimer(clockMs + Math.max(0, Math.min(delayMs, DELAY_MS_MAX)), action);
        timers.add(timer);
        return timer;
    }

    /** Nothing happens when it has fired already. */
    public void cancel(ShardTimer timer) {
        assertInLoop();
        timers.removeTyped(timer);
    }

    /** Once, when all messages of this turn are done. */
    public void atEndOfTurn(Runnable action) {
        assertInLoop();
        turnEnd.add(action);
    }

    /** One turn, at a time by the clock that never jumps; returns how much was done. */
    public int step(long nowMs) {
        clockMs = nowMs;
        int done = runAll(events, Integer.MAX_VALUE) + runAll(requests, MESSAGES_PER_TURN_MAX);
        done += fireTimers();
        // What is done here may add to the list.
        for (int i = 0; i < turnEnd.size(); i++) {
            guarded(turnEnd.get(i));
        }
        turnEnd.clear();
        return done;
    }

    /** Requests that wait; roughly. */
    public int waiting() {
        return requests.size();
    }

    private int runAll(Queue<Runnable> queue, int max) {
        int done = 0;
        for (Runnable next = null; done < max && (next = queue.poll()) != null; done++) {
            guarded(next);
        }
        return done;
    }

    private int fireTimers() {
        int done = 0;
        for (ShardTimer next = timers.peek(); next != null && next.dueMs() <= clockMs; next = timers.peek()) {
            timers.poll();
            guarded(next::fire);
            done++;
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
        while (!stopping || !requests.isEmpty() || !events.isEmpty()) {
            if (step(steadyMs()) == 0) {
                sleep();
            }
        }
    }

    private void sleep() {
        asleep.set(true);
        // Looked at after the flag is up: who adds a message now sees the flag.
        if (requests.isEmpty() && events.isEmpty() && !stopping) {
            ShardTimer next = timers.peek();
            if (next == null) {
                LockSupport.park(this);
            } else {
                LockSupport.parkNanos(this, TimeUnit.MILLISECONDS.toNanos(next.dueMs() - steadyMs()));
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
