package dev.paddock.coordinator.zk;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.assertj.core.api.Assertions;

/** Waiting in tests: for a condition, for a future, for a call of a listener. */
public final class Eventually {
    public static final Duration LONG = Duration.ofSeconds(20);

    private Eventually() {}

    public static void await(String what, BooleanSupplier condition) {
        long deadlineNs = System.nanoTime() + LONG.toNanos();
        while (!condition.getAsBoolean()) {
            Assertions.assertThat(System.nanoTime()).as("in time: " + what).isLessThan(deadlineNs);
            LockSupport.parkNanos(1_000_000);
        }
    }

    public static <T> T get(CompletableFuture<T> future) {
        try {
            return future.get(LONG.toMillis(), TimeUnit.MILLISECONDS);
        } catch (Exception e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new AssertionError("No answer", e);
        }
    }

    public static ZkException failure(CompletableFuture<?> future) {
        return Assertions.catchThrowableOfType(ZkException.class, () -> get(future));
    }

    /** Remembers what a listener was told. */
    public static final class Told<T> implements Consumer<T> {
        private final BlockingQueue<T> queue = new LinkedBlockingQueue<>();

        @Override
        public void accept(T value) {
            queue.add(value);
        }

        /** Passes over what came before. */
        public T next(Predicate<T> wanted) {
            try {
                while (true) {
                    T value = queue.poll(LONG.toMillis(), TimeUnit.MILLISECONDS);
                    Assertions.assertThat(value).as("told in time").isNotNull();
                    if (wanted.test(value)) {
                        return value;
                    }
                }
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }

        public T next() {
            return next(value -> true);
        }

        public boolean isEmpty() {
            return queue.isEmpty();
        }
    }
}
