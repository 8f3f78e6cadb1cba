package dev.paddock.broker.partition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class PartitionShardTest {
    private final PartitionShard shard = PartitionShard.byHand();
    private final List<String> seen = new ArrayList<>();

    @Test
    void shouldTakeAllThatWaitsInOneTurnAndEndItOnce() {
        // given
        shard.offer(() -> {
            seen.add("one");
            shard.atEndOfTurn(() -> seen.add("end"));
        });
        shard.offer(() -> seen.add("two"));

        // when
        int done = shard.step(0);

        // then
        assertThat(done).isEqualTo(2);
        assertThat(seen).containsExactly("one", "two", "end");
        assertThat(shard.step(0)).isZero();
    }

    @Test
    void shouldFireTimersInTheirOrderAndNotThoseCancelled() {
        shard.step(100);
        shard.schedule(30, () -> seen.add("late"));
        shard.schedule(10, () -> seen.add("early"));
        ShardTimer cancelled = shard.schedule(20, () -> seen.add("cancelled"));
        shard.cancel(cancelled);
        shard.cancel(cancelled);

        shard.step(109);
        assertThat(seen).isEmpty();
        shard.step(140);

        assertThat(seen).containsExactly("early", "late");
    }

    @Test
    void shouldSurviveAWaitOfAnyLength() {
        shard.step(100);
        shard.schedule(Long.MAX_VALUE, () -> seen.add("never"));
        shard.schedule(-5, () -> seen.add("at once"));

        shard.step(100);

        assertThat(seen).containsExactly("at once");
    }

    @Test
    void shouldGoOnAfterAMessageThatFails() {
        shard.offer(() -> {
            throw new IllegalStateException("a bug, on purpose");
        });
        shard.offer(() -> seen.add("next"));

        shard.step(0);

        assertThat(seen).containsExactly("next");
    }

    @Test
    void shouldRefuseMoreRequestsThanItHoldsButNeverAnEvent() {
        int taken = 0;
        while (shard.offer(() -> {})) {
            taken++;
        }
        shard.execute(() -> seen.add("event"));

        assertThat(taken).isBetween(1_000, 200_000);
        shard.step(0);
        assertThat(seen).containsExactly("event");
        assertThat(shard.offer(() -> {})).isTrue();
    }

    @Test
    void shouldNotLetOtherThreadsTouchWhatIsItsOwn() throws Exception {
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Thread other = new Thread(() -> {
            try {
                shard.schedule(0, () -> {});
            } catch (IllegalStateException e) {
                failure.set(e);
            }
        });
        other.start();
        other.join();

        assertThat(failure.get()).hasMessageContaining("touched what belongs to");
    }

    @Test
    void shouldWakeForEveryMessageOfManyThreads() throws Exception {
        // given
        int threads = 4;
        int each = 20_000;
        AtomicInteger count = new AtomicInteger();
        CountDownLatch all = new CountDownLatch(threads * each);
        try (PartitionShard running = PartitionShard.start("test-shard")) {
            // when
            for (int i = 0; i < threads; i++) {
                new Thread(() -> {
                            for (int n = 0; n < each; n++) {
                                Runnable message = () -> {
                                    count.incrementAndGet();
                                    all.countDown();
                                };
                                if (n % 7 == 0 || !running.offer(message)) {
                                    running.execute(message);
                                }
                            }
                        })
                        .start();
            }

            // then
            assertThat(all.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(count.get()).isEqualTo(threads * each);
        }
    }

    @Test
    void shouldFireATimerWhileAsleep() throws Exception {
        CountDownLatch fired = new CountDownLatch(1);
        try (PartitionShard running = PartitionShard.start("test-shard")) {
            running.execute(() -> running.schedule(20, fired::countDown));

            assertThat(fired.await(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void shouldLetTheSenderDoAMessageWhileNothingElseIsUnderWay() {
        try (PartitionShard running = PartitionShard.start("test-shard")) {
            running.offer(() -> {
                running.assertInLoop();
                seen.add(Thread.currentThread().getName());
                running.atEndOfTurn(() -> seen.add("end"));
            });

            assertThat(seen).containsExactly(Thread.currentThread().getName(), "end");
        }
    }

    @Test
    void shouldLeaveWhatBlocksToItsOwnThread() throws Exception {
        AtomicReference<String> by = new AtomicReference<>();
        CountDownLatch done = new CountDownLatch(1);
        try (PartitionShard running = PartitionShard.start("test-shard")) {
            running.offer(() -> running.atEndOfTurnOfThread(() -> {
                running.assertInLoop();
                by.set(Thread.currentThread().getName());
                done.countDown();
            }));

            assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(by.get()).isEqualTo("test-shard");
        }
    }

    @Test
    void shouldNotEndBeforeWhatBlocksIsDone() {
        AtomicInteger count = new AtomicInteger();
        PartitionShard running = PartitionShard.start("test-shard");
        for (int i = 0; i < 1_000; i++) {
            running.offer(() -> running.atEndOfTurnOfThread(count::incrementAndGet));
        }

        running.close();

        assertThat(count.get()).isEqualTo(1_000);
    }

    @Test
    void shouldDoNoEventOnASendersThread() throws Exception {
        AtomicInteger elsewhere = new AtomicInteger();
        CountDownLatch all = new CountDownLatch(10_000);
        try (PartitionShard running = PartitionShard.start("test-shard")) {
            for (int i = 0; i < 10_000; i++) {
                running.execute(() -> {
                    elsewhere.addAndGet(Thread.currentThread().getName().equals("test-shard") ? 0 : 1);
                    all.countDown();
                });
                running.offer(() -> {});
            }

            assertThat(all.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(elsewhere.get()).isZero();
        }
    }

    @Test
    void shouldFireATimerThatASenderSetWhileTheThreadSleeps() throws Exception {
        CountDownLatch fired = new CountDownLatch(1);
        try (PartitionShard running = PartitionShard.start("test-shard")) {
            running.offer(() -> running.schedule(20, fired::countDown));

            assertThat(fired.await(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void shouldKeepSendersAwayForAWhileAfterATurnThatTookLong() throws Exception {
        AtomicReference<String> by = new AtomicReference<>();
        CountDownLatch done = new CountDownLatch(1);
        try (PartitionShard running = PartitionShard.start("test-shard")) {
            running.offer(() -> LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100)));
            running.offer(() -> {
                by.set(Thread.currentThread().getName());
                done.countDown();
            });

            assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(by.get()).isEqualTo("test-shard");
        }
    }

    @Test
    void shouldCompleteWhatIsQueuedWhenItStops() {
        AtomicInteger count = new AtomicInteger();
        PartitionShard running = PartitionShard.start("test-shard");
        for (int i = 0; i < 1_000; i++) {
            running.offer(count::incrementAndGet);
        }

        running.close();

        assertThat(count.get()).isEqualTo(1_000);
        assertThat(running.offer(() -> {})).isFalse();
    }

    @Test
    void shouldGoOnWithTheLastOfAGatheringOnly() {
        Gathering gathering = new Gathering(3, () -> seen.add("complete"));

        gathering.arrive(2);
        assertThat(seen).isEmpty();
        gathering.arrive();

        assertThat(seen).containsExactly("complete");
        assertThatThrownBy(gathering::arrive).isInstanceOf(IllegalStateException.class);
    }
}
