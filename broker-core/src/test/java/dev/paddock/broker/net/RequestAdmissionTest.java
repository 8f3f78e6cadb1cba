package dev.paddock.broker.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RequestAdmissionTest {
    @Test
    void shouldBoundRequests() {
        RequestAdmission admission = new RequestAdmission(2, -1);

        assertThat(admission.tryStart()).isTrue();
        assertThat(admission.tryStart()).isTrue();
        assertThat(admission.tryStart()).isFalse();
        admission.finish(0);

        assertThat(admission.tryStart()).isTrue();
    }

    @Test
    void shouldBoundBytesButLetOneLargeFrameInAlone() {
        RequestAdmission admission = new RequestAdmission(10, 100);

        assertThat(admission.tryReserveBytes(60)).isTrue();
        assertThat(admission.tryReserveBytes(60)).isFalse();
        assertThat(admission.bytes()).isEqualTo(60);
        admission.releaseBytes(60);

        assertThat(admission.tryReserveBytes(1000)).isTrue();
    }

    @Test
    void shouldWakeWhoWaitsWhenThereIsRoomAndOnlyThen() {
        RequestAdmission admission = new RequestAdmission(1, -1);
        List<String> woken = new ArrayList<>();
        admission.tryStart();

        admission.await(() -> woken.add("first"));
        admission.await(() -> woken.add("second"));
        assertThat(woken).isEmpty();
        admission.finish(0);

        assertThat(woken).containsExactly("first");
    }

    @Test
    void shouldNotForgetAWaiterWhoseRoomCameBeforeItWaited() {
        RequestAdmission admission = new RequestAdmission(1, -1);
        List<String> woken = new ArrayList<>();

        admission.await(() -> woken.add("at once"));

        assertThat(woken).containsExactly("at once");
    }

    @Test
    void shouldServeEveryWaiterUnderContention() throws Exception {
        Contention contention = new Contention();
        for (int i = 0; i < Contention.WORKERS; i++) {
            contention.pool.execute(new Worker(contention, new AtomicInteger(Contention.ROUNDS)));
        }

        assertThat(contention.done.await(60, TimeUnit.SECONDS)).isTrue();

        assertThat(contention.insideMax.get()).isLessThanOrEqualTo(2);
        assertThat(contention.admission.requests()).isZero();
        contention.pool.shutdown();
    }

    private static final class Contention {
        private static final int WORKERS = 8;
        private static final int ROUNDS = 2000;
        private final RequestAdmission admission = new RequestAdmission(2, -1);
        private final ExecutorService pool = Executors.newFixedThreadPool(4);
        private final AtomicInteger inside = new AtomicInteger();
        private final AtomicInteger insideMax = new AtomicInteger();
        private final CountDownLatch done = new CountDownLatch(WORKERS * ROUNDS);
    }

    /** A connection in small: takes a place, gives it back, and waits when there is none. */
    private record Worker(Contention contention, AtomicInteger left) implements Runnable, RequestAdmission.Waiter {
        @Override
        public void run() {
            RequestAdmission admission = contention.admission;
            if (!admission.tryStart()) {
                admission.await(this);
                return;
            }
            admission.wakeNext();
            contention.insideMax.accumulateAndGet(contention.inside.incrementAndGet(), Math::max);
            Thread.onSpinWait();
            contention.inside.decrementAndGet();
            boolean more = left.decrementAndGet() > 0;
            admission.finish(0);
            contention.done.countDown();
            if (more) {
                contention.pool.execute(this);
            }
        }

        @Override
        public void roomAgain() {
            contention.pool.execute(this);
        }
    }
}
