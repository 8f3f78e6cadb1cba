package dev.paddock.client.connection;

import dev.paddock.protocol.wire.MalformedMessageException;
import dev.paddock.protocol.wire.Message;
import dev.paddock.protocol.wire.OutboundFrame;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.DecoderException;
import io.netty.util.concurrent.ScheduledFuture;
import io.netty.util.concurrent.Ticker;
import java.io.IOException;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The last handler of a connection's pipeline. Any thread submits; the event loop does the rest:
 *
 * <pre>
 *   submit -> mailbox -> waiting -> encode, write -> in flight -> answer -> future
 *             (one wake-up, one flush for all that queued meanwhile)
 * </pre>
 *
 * It ends with its channel: then everything that is open fails, each request with its own exception.
 */
final class RequestHandler extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(RequestHandler.class);

    private final BrokerAddress peer;
    private final Ticker ticker;
    private final int openMax;
    private final AtomicInteger open = new AtomicInteger();
    private final Queue<PendingRequest<?>> mailbox = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean wakeUpIsDue = new AtomicBoolean();
    private final RequestWindow window;
    private final RequestEncoder encoder;
    private volatile ChannelHandlerContext context;
    private CloseReason closeReason;
    private ScheduledFuture<?> timer;
    private long timerAtNanos;
    private boolean unflushed;

    RequestHandler(BrokerAddress peer, ConnectionSettings settings, Ticker ticker) {
        this.peer = peer;
        this.ticker = ticker;
        this.openMax = Math.addExact(settings.maxInFlight(), settings.maxWaiting());
        this.encoder = new RequestEncoder(settings.clientId());
        this.window = new RequestWindow(settings.maxInFlight());
    }

    long nowNanos() {
        return ticker.nanoTime();
    }

    /** Takes the request over, from any thread; whatever becomes of it, its future tells. */
    void submit(PendingRequest<?> request) {
        if (open.incrementAndGet() > openMax) {
            open.decrementAndGet();
            request.fail(new TooManyInFlightException(request + " to " + peer + " was not taken: " + openMax
                    + " requests are open already; wait for answers, or raise maxInFlight or maxWaiting"));
            return;
        }
        request.countIn(open);
        mailbox.add(request);
        wakeUp();
    }

    private void wakeUp() {
        if (!wakeUpIsDue.compareAndSet(false, true)) {
            return;
        }
        try {
            context.executor().execute(this::takeMailbox);
        } catch (RejectedExecutionException e) {
            wakeUpIsDue.set(false);
            CloseReason reason = CloseReason.of("its event loop was shut down");
            PendingRequest<?> request;
            while ((request = mailbox.poll()) != null) {
                request.fail(reason.toException(peer, request));
            }
        }
    }

    private void takeMailbox() {
        wakeUpIsDue.set(false);
        PendingRequest<?> request;
        while ((request = mailbox.poll()) != null) {
            if (closeReason != null) {
                request.fail(closeReason.toException(peer, request));
            } else {
                window.add(request);
                armTimer(request.deadlineNanos());
            }
        }
        sendWaiting();
        flush();
    }

    private void sendWaiting() {
        while (closeReason == null && window.maySend() && context.channel().isWritable()) {
            PendingRequest<?> request = window.startNext();
            if (request.future().isDone()) {
                request.drop();
                continue;
            }
            OutboundFrame frame = encode(request);
            if (frame != null) {
                request.encoded();
                window.sent(request);
                write(frame.parts(), request.wantsAnswer());
            }
        }
    }

    private OutboundFrame encode(PendingRequest<?> request) {
        try {
            return encoder.encode(request, context.alloc());
        } catch (RuntimeException | OutOfMemoryError e) {
            request.fail(new UnencodableRequestException(
                    request + " to " + peer + " cannot be encoded: " + e.getMessage()
                            + "; leave the field unset or ask for another version",
                    e));
            return null;
        }
    }

    private void write(List<Object> parts, boolean wantsAnswer) {
        unflushed = true;
        int last = parts.size() - 1;
        for (int i = 0; i < last; i++) {
            context.write(parts.get(i), context.voidPromise());
        }
        if (wantsAnswer) {
            context.write(parts.get(last), context.voidPromise());
        } else {
            ChannelPromise written = context.newPromise();
            written.addListener((ChannelFuture future) -> unansweredWritten(future));
            context.write(parts.get(last), written);
        }
    }

    private void unansweredWritten(ChannelFuture written) {
        if (!written.isSuccess()) {
            close(CloseReason.failure(written.cause()));
            return;
        }
        PendingRequest<?> request = window.takeWritten();
        if (request != null) {
            request.answer(null);
        }
    }

    private void flush() {
        if (unflushed) {
            unflushed = false;
            context.flush();
        }
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
    }

    @Override
    public void channelRead(ChannelHandlerContext from, Object message) {
        ByteBuf frame = (ByteBuf) message;
        try {
            if (closeReason == null) {
                answer(frame);
            }
        } finally {
            frame.release();
        }
    }

    private void answer(ByteBuf frame) {
        int correlationId = frame.getInt(frame.readerIndex());
        PendingRequest<?> request = window.awaited();
        if (request == null || request.correlationId() != correlationId) {
            String awaited = request == null ? "no answer was awaited" : "the next answer has to be that to " + request;
            close(CloseReason.malformed(
                    "it sent an answer with correlation id " + correlationId + ", but " + awaited, null));
            return;
        }
        Message response;
        try {
            response = ResponseCodec.decode(request.api(), request.version(), frame);
        } catch (MalformedMessageException e) {
            close(CloseReason.malformed(
                    "it sent an answer to " + request + " that cannot be read: " + e.getMessage(), e));
            return;
        }
        window.takeAwaited().answer(response);
        sendWaiting();
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext from) {
        flush();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext from) {
        sendWaiting();
        flush();
    }

    @Override
    public void channelInactive(ChannelHandlerContext from) {
        close(CloseReason.of("the broker closed the connection"));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext from, Throwable cause) {
        if (cause instanceof DecoderException) {
            close(CloseReason.malformed(cause.getMessage(), cause));
        } else {
            if (!(cause instanceof IOException)) {
                LOG.error("Connection to {} failed in a way that nobody foresaw, closing it", peer, cause);
            }
            close(CloseReason.failure(cause));
        }
    }

    /** From any thread; false when the event loop is stopped already. */
    boolean closeFromOutside(CloseReason reason) {
        try {
            context.executor().execute(() -> close(reason));
            return true;
        } catch (RejectedExecutionException e) {
            LOG.debug("Connection to {} is not closed, its event loop was shut down before", peer);
            return false;
        }
    }

    /** On the event loop. The first reason counts. */
    private void close(CloseReason reason) {
        if (closeReason != null) {
            return;
        }
        closeReason = reason;
        if (timer != null) {
            timer.cancel(false);
        }
        if (reason.malformed()) {
            LOG.warn("Closing the connection to {}: {}", peer, reason.text());
        } else {
            LOG.debug("Connection to {} ends: {}", peer, reason.text());
        }
        window.drain(request -> request.fail(reason.toException(peer, request)));
        context.close();
    }

    private void armTimer(long deadlineNanos) {
        if (timer != null && timerAtNanos - deadlineNanos <= 0) {
            return;
        }
        if (timer != null) {
            timer.cancel(false);
        }
        timerAtNanos = deadlineNanos;
        long delayNanos = Math.max(0, deadlineNanos - nowNanos());
        timer = context.executor().schedule(this::failLateRequests, delayNanos, TimeUnit.NANOSECONDS);
    }

    private void failLateRequests() {
        timer = null;
        long nowNanos = nowNanos();
        window.expireWaiting(nowNanos, request -> request.fail(timedOut(request)));
        PendingRequest<?> firstLate = window.takeLateSent(nowNanos);
        if (firstLate != null) {
            for (PendingRequest<?> late = firstLate; late != null; late = window.takeLateSent(nowNanos)) {
                late.fail(timedOut(late));
            }
            close(CloseReason.of(firstLate + " was not answered in time, and answers come in order"));
        } else if (!window.isEmpty()) {
            armTimer(window.earliestDeadlineNanos(nowNanos));
        }
    }

    private RequestTimedOutException timedOut(PendingRequest<?> request) {
        return new RequestTimedOutException(
                "no answer from " + peer + " to " + request + " within "
                        + TimeUnit.NANOSECONDS.toMillis(request.timeoutNanos())
                        + " ms; look whether the broker is up and not overloaded, or give it more time",
                request.mayHaveArrived());
    }
}
