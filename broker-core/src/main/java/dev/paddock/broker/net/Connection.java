package dev.paddock.broker.net;

import dev.paddock.protocol.message.HeaderVersion;
import dev.paddock.protocol.message.ResponseHeader;
import dev.paddock.protocol.wire.Message;
import dev.paddock.protocol.wire.OutboundFrame;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client's connection, on its event loop from accept to close. It reads as long as there is room: a slot for the
 * response, a peer that takes its responses, and a place among the requests of the broker. Otherwise it stops reading, so
 * that the peer feels it, and goes on when the room is back.
 */
final class Connection extends ChannelInboundHandlerAdapter
        implements FrameDecoder.Sink, RequestAdmission.Waiter, RequestSource {
    private static final Logger LOG = LoggerFactory.getLogger(Connection.class);
    /** Requests of one connection under way at once; Kafka's own clients send five. */
    private static final int REQUESTS_UNDER_WAY_MAX = 32;

    private final ConnectionPeer peer;
    private final RequestAdmission admission;
    private final RequestSink sink;
    private final LogLimiter complaints;
    private final FrameDecoder decoder;
    private final ResponseOrderer orderer = new ResponseOrderer(REQUESTS_UNDER_WAY_MAX, this::write);
    private ChannelHandlerContext context;
    private CoalescedFlush flush;
    private long readNanos;
    private int frameBytes;
    private boolean opened;
    private boolean reading;
    private boolean waiting;
    private boolean draining;
    private boolean closed;
    private volatile long lastActiveNanos = System.nanoTime();
    private volatile String clientSoftware = "unknown";

    Connection(
            ConnectionPeer peer,
            int frameBytesMax,
            RequestAdmission admission,
            RequestSink sink,
            LogLimiter complaints) {
        this.peer = peer;
        this.admission = admission;
        this.sink = sink;
        this.complaints = complaints;
        decoder = new FrameDecoder(frameBytesMax, this);
    }

    @Override
    public ConnectionPeer peer() {
        return peer;
    }

    RequestAdmission admission() {
        return admission;
    }

    long lastActiveNanos() {
        return lastActiveNanos;
    }

    void clientSoftware(String name, String version) {
        clientSoftware = name + " " + version;
    }

    /** Whether nothing is under way: such a connection may be closed without anybody losing an answer. */
    boolean isIdle() {
        return orderer.isEmpty() && !flush.isDue();
    }

    @Override
    public void handlerAdded(ChannelHandlerContext handlerContext) {
        context = handlerContext;
        flush = new CoalescedFlush(handlerContext);
        handlerContext.channel().config().setRecvByteBufAllocator(new FrameReceiver(decoder));
    }

    @Override
    public void channelRead(ChannelHandlerContext handlerContext, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        if (closed) {
            bytes.release();
            return;
        }
        reading = true;
        readNanos = System.nanoTime();
        try {
            decoder.read(bytes, handlerContext.alloc());
        } catch (FrameDecoder.BadLengthException e) {
            disconnect(e.getMessage());
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext handlerContext) {
        reading = false;
        lastActiveNanos = System.nanoTime();
        readOrPause();
        flush.now();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext handlerContext) {
        if (handlerContext.channel().isWritable()) {
            goOn();
        }
    }

    @Override
    public boolean mayGather(int length) {
        if (admission.tryReserveBytes(length)) {
            return true;
        }
        awaitRoom();
        return false;
    }

    @Override
    public boolean mayTake() {
        if (draining || orderer.isFull() || !context.channel().isWritable()) {
            return false;
        }
        if (admission.tryStart()) {
            admission.wakeNext();
            return true;
        }
        awaitRoom();
        return false;
    }

    @Override
    public void take(ByteBuf frame) {
        frameBytes = frame.readableBytes();
        opened = false;
        try {
            sink.onRequest(frame, this);
        } finally {
            frame.release();
            if (!opened) {
                admission.finish(frameBytes);
            }
        }
    }

    @Override
    public RequestContext open(RequestStart start) {
        opened = true;
        return new RequestContext(
                this,
                orderer.open(),
                start,
                new RequestContext.Size(frameBytes, decoder.heldBytes()),
                new RequestTimes(readNanos, System.nanoTime()));
    }

    /** Encodes and sends in turn; from any thread. */
    void answer(RequestContext request, ResponseOrderer.Slot slot, Message response, short version) {
        if (context.executor().inEventLoop()) {
            answerInLoop(request, slot, response, version);
        } else {
            context.executor().execute(() -> answerInLoop(request, slot, response, version));
        }
    }

    private void answerInLoop(RequestContext request, ResponseOrderer.Slot slot, Message response, short version) {
        OutboundFrame frame = null;
        if (response != null) {
            try {
                frame = closed ? null : encode(request, response, version);
            } catch (RuntimeException e) {
                LOG.error("The answer to {} cannot be written in version {}", request, version, e);
                disconnect("an answer that cannot be written");
                return;
            } finally {
                response.release();
            }
        }
        lastActiveNanos = System.nanoTime();
        if (orderer.complete(slot, frame)) {
            goOn();
        }
        sink.onAnswered(request);
        closeWhenDrained();
        flush.later(reading);
    }

    private OutboundFrame encode(RequestContext request, Message response, short version) {
        ResponseHeader header = new ResponseHeader().correlationId(request.correlationId());
        short headerVersion = HeaderVersion.ofResponse(request.api(), version);
        return OutboundFrame.encode(context.alloc(), header, headerVersion, response, version);
    }

    private void write(OutboundFrame frame) {
        for (Object part : frame.parts()) {
            context.write(part, context.voidPromise());
        }
        flush.request();
    }

    @Override
    public void roomAgain() {
        context.executor().execute(() -> {
            waiting = false;
            if (closed || draining) {
                admission.wakeNext();
            } else {
                goOn();
            }
        });
    }

    private void awaitRoom() {
        if (!waiting) {
            waiting = true;
            admission.await(this);
        }
    }

    /** Works off what was held up; not while a read is on the stack, which does so itself. */
    private void goOn() {
        if (closed || reading || !decoder.isHeldUp()) {
            return;
        }
        reading = true;
        try {
            decoder.resume(context.alloc());
        } catch (FrameDecoder.BadLengthException e) {
            disconnect(e.getMessage());
        } finally {
            reading = false;
        }
        readOrPause();
        flush.later(reading);
    }

    private void readOrPause() {
        if (!closed) {
            context.channel().config().setAutoRead(!draining && !decoder.isHeldUp());
        }
    }

    /** Takes no more requests, and closes once the last answer is out. */
    void drain() {
        draining = true;
        readOrPause();
        closeWhenDrained();
    }

    private void closeWhenDrained() {
        if (draining && orderer.isEmpty() && !closed) {
            flush.now();
            context.writeAndFlush(context.alloc().buffer(0)).addListener(done -> context.close());
        }
    }

    /** Closes without an answer, and says why, now and then. */
    @Override
    public void disconnect(String reason) {
        if (!closed) {
            complaints.warn(
                    "Closing the connection of {} ({}) on {}: {}",
                    peer,
                    clientSoftware,
                    peer.listener().name(),
                    reason);
            context.close();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext handlerContext) {
        closed = true;
        if (decoder.reservedBytes() > 0) {
            admission.releaseBytes(decoder.reservedBytes());
        }
        decoder.close();
        orderer.close();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext handlerContext, Throwable cause) {
        if (cause instanceof IOException) {
            LOG.debug("Connection of {} broke: {}", peer, cause.getMessage());
        } else {
            LOG.error("Closing the connection of {} after an unexpected failure", peer, cause);
        }
        handlerContext.close();
    }
}
