package dev.paddock.client.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paddock.protocol.message.ProduceRequest;
import org.junit.jupiter.api.Test;

/** What is late, and what becomes of the others. */
class RequestTimeoutTest extends OnStillClock {
    @Test
    void shouldCloseTheConnectionWhenASentRequestIsLate() {
        PendingRequest<?> late = send(100);
        PendingRequest<?> inTime = send(1000);
        channel.runPendingTasks();

        advanceMillis(101);

        assertThat(failureOf(late.future()))
                .isInstanceOf(RequestTimedOutException.class)
                .hasMessageContaining("broker:9092")
                .hasMessageContaining("Heartbeat v4 (correlation id 0)")
                .hasMessageContaining("100 ms");
        assertThat(failureOf(inTime.future()))
                .isInstanceOf(ConnectionClosedException.class)
                .hasMessageContaining("not answered in time");
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void shouldTellEveryLateRequestThatItIsLate() {
        PendingRequest<?> first = send(100);
        PendingRequest<?> second = send(100);
        channel.runPendingTasks();

        advanceMillis(101);

        assertThat(failureOf(first.future())).isInstanceOf(RequestTimedOutException.class);
        assertThat(failureOf(second.future())).isInstanceOf(RequestTimedOutException.class);
    }

    @Test
    void shouldOnlyFailTheRequestWhenItIsLateBeforeItWasSent() {
        PendingRequest<?> sent = send(1000);
        send(1000);
        PendingRequest<?> waiting = send(100);
        channel.runPendingTasks();

        advanceMillis(101);

        assertThat(failureOf(waiting.future()))
                .isInstanceOf(RequestTimedOutException.class)
                .satisfies(e -> assertThat(((ConnectionException) e).requestMayHaveArrived())
                        .isFalse());
        assertThat(sent.future()).isNotDone();
        assertThat(channel.isOpen()).isTrue();
    }

    @Test
    void shouldWatchARequestWhoseTimeIsShorterThanThatOfEarlierOnes() {
        send(10_000);
        channel.runPendingTasks();
        PendingRequest<?> hurried = send(50);
        channel.runPendingTasks();

        advanceMillis(51);

        assertThat(failureOf(hurried.future())).isInstanceOf(RequestTimedOutException.class);
    }

    @Test
    void shouldWatchLaterRequestsAfterTheTimerWentOffForNothing() {
        send(100);
        channel.runPendingTasks();
        channel.writeInbound(answer(0));
        advanceMillis(60);
        PendingRequest<?> next = send(100);
        channel.runPendingTasks();
        advanceMillis(60);
        assertThat(next.future()).isNotDone();

        advanceMillis(60);

        assertThat(failureOf(next.future())).isInstanceOf(RequestTimedOutException.class);
    }

    @Test
    void shouldCloseTheConnectionWhenARequestWithoutAnswerIsNotWrittenInTime() {
        flushes.held = true;
        PendingRequest<?> produce = submit(new ProduceRequest().acks((short) 0), (short) 9, false, 100);
        channel.runPendingTasks();

        advanceMillis(101);

        assertThat(failureOf(produce.future())).isInstanceOf(RequestTimedOutException.class);
        assertThat(channel.isOpen()).isFalse();
    }
}
