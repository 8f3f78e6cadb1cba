package dev.paddock.client.testing;

import dev.paddock.protocol.message.HeaderVersion;
import dev.paddock.protocol.message.ResponseHeader;
import dev.paddock.protocol.wire.Message;
import dev.paddock.protocol.wire.OutboundFrame;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;

/** The broker's end of a connection: answers rightly, wrongly, or in pieces. */
public final class FakeConnection {
    private final Channel channel;

    FakeConnection(Channel channel) {
        this.channel = channel;
    }

    public void answer(Received request, Message response) {
        answer(request, request.version(), request.correlationId(), response);
    }

    public void answer(Received request, int version, int correlationId, Message response) {
        send(frame(request, version, correlationId, response));
    }

    /** The frame of the right answer, to be mutilated. */
    public byte[] frame(Received request, Message response) {
        return frame(request, request.version(), request.correlationId(), response);
    }

    private byte[] frame(Received request, int version, int correlationId, Message response) {
        short headerVersion = HeaderVersion.ofResponse(request.api(), version);
        ResponseHeader header = new ResponseHeader().correlationId(correlationId);
        OutboundFrame frame = OutboundFrame.encode(channel.alloc(), header, headerVersion, response, (short) version);
        ByteBuf whole = Unpooled.buffer(frame.sizeInBytes());
        frame.parts().forEach(part -> whole.writeBytes(((ByteBuf) part).duplicate()));
        frame.release();
        return whole.array();
    }

    public void send(byte[] bytes) {
        channel.writeAndFlush(Unpooled.wrappedBuffer(bytes));
    }

    /** Each piece leaves in a write of its own. */
    public void sendInPieces(byte[] bytes, int pieceBytes) {
        for (int from = 0; from < bytes.length; from += pieceBytes) {
            channel.writeAndFlush(Unpooled.wrappedBuffer(bytes, from, Math.min(pieceBytes, bytes.length - from)));
        }
    }

    /** After what was sent before. */
    public void close() {
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(sent -> channel.close());
    }

    /** Reads nothing more until the connection ends: what the client writes piles up. */
    public void stopReading() {
        channel.config().setAutoRead(false);
    }

    public void resumeReading() {
        channel.config().setAutoRead(true);
    }
}
