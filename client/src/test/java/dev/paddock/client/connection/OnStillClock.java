package dev.paddock.client.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paddock.client.testing.NoBufferLeaks;
import dev.paddock.protocol.message.ApiKey;
import dev.paddock.protocol.message.HeaderVersion;
import dev.paddock.protocol.message.HeartbeatRequest;
import dev.paddock.protocol.message.HeartbeatResponse;
import dev.paddock.protocol.message.RequestHeader;
import dev.paddock.protocol.message.RequestMessage;
import dev.paddock.protocol.message.ResponseHeader;
import dev.paddock.protocol.wire.Message;
import dev.paddock.protocol.wire.OutboundFrame;
import dev.paddock.protocol.wire.WireReader;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.concurrent.MockTicker;
import io.netty.util.concurrent.Ticker;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.ExtendWith;

/** The handler on a channel without a network, under a clock that stands still until it is told to go on. */
@ExtendWith(NoBufferLeaks.class)
abstract class OnStillClock {
    static final short VERSION = 4;
    static final BrokerAddress PEER = new BrokerAddress("broker", 9092);

    final MockTicker ticker = Ticker.newMockTicker();
    final ConnectionSettings settings = ConnectionSettings.DEFAULTS.withRequestBounds(2, 3);
    final RequestHandler handler = new RequestHandler(PEER, settings, ticker);
    final FlushCounter flushes = new FlushCounter();
    final EmbeddedChannel channel =
            EmbeddedChannel.builder().ticker(ticker).handlers(flushes, handler).build();

    @AfterEach
    void close() {
        channel.finishAndReleaseAll();
    }

    PendingRequest<HeartbeatResponse> send(long timeoutMs) {
        return submit(heartbeat(), VERSION, true, timeoutMs);
    }

    <R extends Message> PendingRequest<R> submit(
            RequestMessage<R> request, short version, boolean answer, long timeoutMs) {
        long timeoutNanos = TimeUnit.MILLISECONDS.toNanos(timeoutMs);
        PendingRequest<R> pending = new PendingRequest<>(
                request,
                version,
                new PendingRequest.Expectation(answer, timeoutNanos, handler.nowNanos() + timeoutNanos));
        handler.submit(pending);
        return pending;
    }

    static HeartbeatRequest heartbeat() {
        return new HeartbeatRequest().groupId("group").memberId("member");
    }

    ByteBuf answer(int correlationId) {
        short headerVersion = HeaderVersion.ofResponse(ApiKey.HEARTBEAT, VERSION);
        OutboundFrame frame = OutboundFrame.encode(
                channel.alloc(),
                new ResponseHeader().correlationId(correlationId),
                headerVersion,
                new HeartbeatResponse(),
                VERSION);
        return ((ByteBuf) frame.parts().get(0)).skipBytes(Integer.BYTES);
    }

    List<Integer> sentCorrelationIds() {
        List<Integer> ids = new ArrayList<>();
        ByteBuf frame;
        while ((frame = channel.readOutbound()) != null) {
            frame.skipBytes(Integer.BYTES);
            ids.add(RequestHeader.read(new WireReader(frame), (short) 2).correlationId());
            frame.release();
        }
        return ids;
    }

    void advanceMillis(long millis) {
        ticker.advanceMillis(millis);
        channel.runScheduledPendingTasks();
    }

    static Throwable failureOf(CompletableFuture<?> future) {
        assertThat(future).isCompletedExceptionally();
        return future.handle((done, failure) -> failure).join();
    }

    /** Counts flushes, or holds them back as a socket does that takes no more. */
    static final class FlushCounter extends ChannelOutboundHandlerAdapter {
        int count;
        boolean held;

        @Override
        public void flush(ChannelHandlerContext context) {
            count++;
            if (!held) {
                context.flush();
            }
        }
    }
}
