package dev.paddock.client.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paddock.protocol.message.HeartbeatRequest;
import dev.paddock.protocol.message.HeartbeatResponse;
import dev.paddock.protocol.message.ProduceRequest;
import io.netty.channel.WriteBufferWaterMark;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Bounds, order and flushes. */
class RequestHandlerTest extends OnStillClock {
    @Test
    void shouldFlushOnceForAllThatWasSentMeanwhile() {
        send(1000);
        send(1000);

        channel.runPendingTasks();

        assertThat(sentCorrelationIds()).containsExactly(0, 1);
        assertThat(flushes.count).isEqualTo(1);
    }

    @Test
    void shouldSendNoMoreThanMayBeInFlightUntilOneIsAnswered() {
        PendingRequest<HeartbeatResponse> first = send(1000);
        send(1000);
        send(1000);
        channel.runPendingTasks();
        assertThat(sentCorrelationIds()).containsExactly(0, 1);

        channel.writeInbound(answer(0));

        assertThat(first.future()).isCompletedWithValue(new HeartbeatResponse());
        assertThat(sentCorrelationIds()).containsExactly(2);
    }

    @Test
    void shouldFailAtOnceWhatIsBeyondTheBound() {
        List<CompletableFuture<HeartbeatResponse>> taken = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            taken.add(send(1000).future());
        }

        CompletableFuture<HeartbeatResponse> refused = send(1000).future();

        assertThat(failureOf(refused))
                .isInstanceOf(TooManyInFlightException.class)
                .hasMessageContaining("broker:9092")
                .hasMessageContaining("Heartbeat")
                .hasMessageContaining("5 requests are open");
        assertThat(taken).noneMatch(CompletableFuture::isDone);
    }

    @Test
    void shouldTakeRequestsAgainWhenOthersHaveEnded() {
        for (int i = 0; i < 6; i++) {
            send(1000);
        }
        channel.runPendingTasks();
        channel.writeInbound(answer(0));

        assertThat(send(1000).future()).isNotDone();
        assertThat(failureOf(send(1000).future())).isInstanceOf(TooManyInFlightException.class);
    }

    @Test
    void shouldNotSendWhatWasCancelledWhileItWaited() {
        send(1000);
        send(1000);
        PendingRequest<?> cancelled = send(1000);
        send(1000);
        channel.runPendingTasks();
        cancelled.future().cancel(false);

        channel.writeInbound(answer(0));

        assertThat(sentCorrelationIds()).containsExactly(0, 1, 3);
    }

    @Test
    void shouldGoOnAfterARequestThatCannotBeEncoded() {
        HeartbeatRequest tooLong = heartbeat().groupId("g".repeat(40_000));
        PendingRequest<HeartbeatResponse> refused = submit(tooLong, VERSION, true, 1000);
        PendingRequest<HeartbeatResponse> good = send(1000);
        channel.runPendingTasks();

        channel.writeInbound(answer(1));

        assertThat(failureOf(refused.future()))
                .isInstanceOf(UnencodableRequestException.class)
                .hasMessageContaining("Heartbeat v4")
                .hasMessageContaining("40000 bytes");
        assertThat(good.future()).isCompleted();
    }

    @Test
    void shouldEncodeNothingWhileTheSocketTakesNoMore() {
        channel.config().setWriteBufferWaterMark(new WriteBufferWaterMark(1, 2));
        flushes.held = true;
        send(1000);
        send(1000);
        channel.runPendingTasks();
        assertThat(channel.isWritable()).isFalse();

        flushes.held = false;
        channel.flush();

        assertThat(sentCorrelationIds()).containsExactly(0, 1);
    }

    @Test
    void shouldEndARequestWithoutAnswerWhenItIsWritten() {
        flushes.held = true;
        PendingRequest<?> produce = submit(new ProduceRequest().acks((short) 0), (short) 9, false, 1000);
        channel.runPendingTasks();
        assertThat(produce.future()).isNotDone();

        flushes.held = false;
        channel.flush();

        assertThat(produce.future()).isCompletedWithValue(null);
    }

    @Test
    void shouldFailWhatIsSentToAConnectionThatHasEnded() {
        channel.close();

        PendingRequest<?> request = send(1000);
        channel.runPendingTasks();

        assertThat(failureOf(request.future()))
                .isInstanceOf(ConnectionClosedException.class)
                .satisfies(e -> assertThat(((ConnectionException) e).requestMayHaveArrived())
                        .isFalse());
    }
}
