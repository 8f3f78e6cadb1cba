package dev.paddock.client.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paddock.client.testing.NoBufferLeaks;
import dev.paddock.protocol.message.ApiKey;
import dev.paddock.protocol.message.FetchRequest;
import dev.paddock.protocol.message.FetchResponse;
import dev.paddock.protocol.message.FetchResponse.FetchableTopicResponse;
import dev.paddock.protocol.message.FetchResponse.PartitionData;
import dev.paddock.protocol.message.HeaderVersion;
import dev.paddock.protocol.message.HeartbeatRequest;
import dev.paddock.protocol.message.HeartbeatResponse;
import dev.paddock.protocol.message.ProduceRequest;
import dev.paddock.protocol.message.ProduceRequest.PartitionProduceData;
import dev.paddock.protocol.message.ProduceRequest.TopicProduceData;
import dev.paddock.protocol.message.RequestHeader;
import dev.paddock.protocol.message.RequestMessage;
import dev.paddock.protocol.message.ResponseHeader;
import dev.paddock.protocol.wire.Message;
import dev.paddock.protocol.wire.OutboundFrame;
import dev.paddock.protocol.wire.Records;
import dev.paddock.protocol.wire.WireReader;
import dev.paddock.protocol.wire.WireWriter;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.concurrent.MockTicker;
import io.netty.util.concurrent.Ticker;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The handler on a channel without a network, under a clock that stands still until it is told to go on. */
@ExtendWith(NoBufferLeaks.class)
class RequestHandlerTest {
    private static final short VERSION = 4;
    private static final BrokerAddress PEER = new BrokerAddress("broker", 9092);

    private final MockTicker ticker = Ticker.newMockTicker();
    private final ConnectionSettings settings = ConnectionSettings.DEFAULTS.withRequestBounds(2, 3);
    private final RequestHandler handler = new RequestHandler(PEER, settings, ticker);
    private final FlushCounter flushes = new FlushCounter();
    private final EmbeddedChannel channel =
            EmbeddedChannel.builder().ticker(ticker).handlers(flushes, handler).build();

    @AfterEach
    void close() {
        channel.finishAndReleaseAll();
    }

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
    void shouldCloseTheConnectionWhenARequestWithoutAnswerIsNotWrittenInTime() {
        flushes.held = true;
        PendingRequest<?> produce = submit(new ProduceRequest().acks((short) 0), (short) 9, false, 100);
        channel.runPendingTasks();

        advanceMillis(101);

        assertThat(failureOf(produce.future())).isInstanceOf(RequestTimedOutException.class);
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void shouldGiveBackTheRecordsOfARequestHoweverItEnds() {
        ByteBuf sent = records();
        ByteBuf waiting = records();
        ByteBuf refused = records();
        submit(produce(sent), (short) 9, true, 1000);
        send(1000);
        submit(produce(waiting), (short) 9, true, 1000);
        send(1000);
        send(1000);
        submit(produce(refused), (short) 9, true, 1000);
        channel.runPendingTasks();
        assertThat(refused.refCnt()).isZero();

        channel.close();

        channel.releaseOutbound();
        assertThat(sent.refCnt()).isZero();
        assertThat(waiting.refCnt()).isZero();
    }

    @Test
    void shouldReleaseAnAnswerThatNobodyWaitsFor() {
        PendingRequest<FetchResponse> fetch = submit(new FetchRequest(), (short) 11, true, 1000);
        channel.runPendingTasks();
        ByteBuf frame = Unpooled.directBuffer();
        WireWriter out = new WireWriter(frame);
        out.int32(0);
        fetchedRecords().write(out, (short) 11);

        fetch.future().cancel(false);
        channel.writeInbound(frame);

        assertThat(channel.isOpen()).isTrue();
        assertThat(frame.refCnt()).isZero();
    }

    @Test
    void shouldLeaveTheRecordsOfAnAnswerToWhomItIsFor() {
        PendingRequest<FetchResponse> fetch = submit(new FetchRequest(), (short) 11, true, 1000);
        channel.runPendingTasks();
        ByteBuf frame = Unpooled.directBuffer();
        WireWriter out = new WireWriter(frame);
        out.int32(0);
        fetchedRecords().write(out, (short) 11);

        channel.writeInbound(frame);

        assertThat(frame.refCnt()).isEqualTo(1);
        fetch.future().join().release();
        assertThat(frame.refCnt()).isZero();
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

    private PendingRequest<HeartbeatResponse> send(long timeoutMs) {
        return submit(heartbeat(), VERSION, true, timeoutMs);
    }

    private <R extends Message> PendingRequest<R> submit(
            RequestMessage<R> request, short version, boolean answer, long timeoutMs) {
        long timeoutNanos = TimeUnit.MILLISECONDS.toNanos(timeoutMs);
        PendingRequest<R> pending = new PendingRequest<>(
                request,
                version,
                new PendingRequest.Expectation(answer, timeoutNanos, handler.nowNanos() + timeoutNanos));
        handler.submit(pending);
        return pending;
    }

    private static HeartbeatRequest heartbeat() {
        return new HeartbeatRequest().groupId("group").memberId("member");
    }

    private static FetchResponse fetchedRecords() {
        PartitionData partition = new PartitionData().records(Records.of(Unpooled.wrappedBuffer(new byte[100])));
        return new FetchResponse()
                .responses(List.of(new FetchableTopicResponse().topic("t").partitions(List.of(partition))));
    }

    private static ByteBuf records() {
        return Unpooled.directBuffer().writeZero(5000);
    }

    private static ProduceRequest produce(ByteBuf records) {
        return new ProduceRequest()
                .acks((short) -1)
                .topicData(List.of(new TopicProduceData()
                        .name("topic")
                        .partitionData(List.of(new PartitionProduceData().records(Records.of(records))))));
    }

    private ByteBuf answer(int correlationId) {
        short headerVersion = HeaderVersion.ofResponse(ApiKey.HEARTBEAT, VERSION);
        OutboundFrame frame = OutboundFrame.encode(
                channel.alloc(),
                new ResponseHeader().correlationId(correlationId),
                headerVersion,
                new HeartbeatResponse(),
                VERSION);
        return ((ByteBuf) frame.parts().get(0)).skipBytes(Integer.BYTES);
    }

    private List<Integer> sentCorrelationIds() {
        List<Integer> ids = new ArrayList<>();
        ByteBuf frame;
        while ((frame = channel.readOutbound()) != null) {
            frame.skipBytes(Integer.BYTES);
            ids.add(RequestHeader.read(new WireReader(frame), (short) 2).correlationId());
            frame.release();
        }
        return ids;
    }

    private void advanceMillis(long millis) {
        ticker.advanceMillis(millis);
        channel.runScheduledPendingTasks();
    }

    private static Throwable failureOf(CompletableFuture<?> future) {
        assertThat(future).isCompletedExceptionally();
        return future.handle((done, failure) -> failure).join();
    }

    /** Counts flushes, or holds them back as a socket does that takes no more. */
    private static final class FlushCounter extends ChannelOutboundHandlerAdapter {
        private int count;
        private boolean held;

        @Override
        public void flush(ChannelHandlerContext context) {
            count++;
            if (!held) {
                context.flush();
            }
        }
    }
}
