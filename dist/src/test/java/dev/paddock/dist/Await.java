package dev.paddock.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Waiting for what a process does. */
final class Await {
    static final Duration LONG = Duration.ofSeconds(40);

    private Await() {}

    /** A condition that reads files or asks programs. */
    @FunctionalInterface
    interface Condition {
        boolean holds() throws Exception;
    }

    static void await(String what, Condition condition) throws Exception {
        long deadlineNanos = System.nanoTime() + LONG.toNanos();
        while (!condition.holds()) {
            assertThat(System.nanoTime()).as("in time: " + what).isLessThan(deadlineNanos);
            LockSupport.parkNanos(20_000_000);
        }
    }
}
