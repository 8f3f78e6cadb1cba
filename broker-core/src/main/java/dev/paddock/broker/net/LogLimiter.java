package dev.paddock.broker.net;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.slf4j.Logger;

/** Lets a few lines a second into the log and counts the rest: a peer must not be able to fill the disk. */
public final class LogLimiter {
    private static final long PERIOD_NANOS = 1_000_000_000L;

    private final Logger log;
    private final int linesMax;
    private final LongSupplier nanoClock;
    private long periodStart;
    private int lines;
    private final AtomicLong suppressed = new AtomicLong();

    public LogLimiter(Logger log, int linesPerSecondMax, LongSupplier nanoClock) {
        this.log = log;
        linesMax = linesPerSecondMax;
        this.nanoClock = nanoClock;
        periodStart = nanoClock.getAsLong();
    }

    public void warn(String format, Object... arguments) {
        if (!admit()) {
            suppressed.incrementAndGet();
            return;
        }
        long missed = suppressed.getAndSet(0);
        if (missed > 0) {
            log.warn("{} lines like the next one were left out", missed);
        }
        log.warn(format, arguments);
    }

    private synchronized boolean admit() {
        long now = nanoClock.getAsLong();
        if (now - periodStart >= PERIOD_NANOS) {
            periodStart = now;
            lines = 0;
        }
        return ++lines <= linesMax;
    }
}
