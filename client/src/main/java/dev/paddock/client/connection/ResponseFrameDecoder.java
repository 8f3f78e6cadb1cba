package dev.paddock.client.connection;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.CorruptedFrameException;
import io.netty.handler.codec.TooLongFrameException;
import java.io.EOFException;

/**
 * Cuts what the broker sends into frames. A frame that lies whole in what was read is passed on as a slice of it; a larger
 * one is gathered in a buffer of its own, which grows with the bytes that came and not with the length that was claimed.
 * After the first flaw everything else is dropped.
 */
final class ResponseFrameDecoder extends ChannelInboundHandlerAdapter {
    private static final int FIRST_CAPACITY_BYTES = 64 * 1024;

    private final int maxFrameBytes;
    private ByteBuf frame;
    private int frameBytes;
    private int lengthSoFar;
    private int lengthBytesRead;
    private boolean broken;

    ResponseFrameDecoder(int maxFrameBytes) {
        this.maxFrameBytes = maxFrameBytes;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf in = (ByteBuf) message;
        try {
            while (in.isReadable() && !broken) {
                if (lengthBytesRead < Integer.BYTES) {
                    readLength(in);
                }
                if (lengthBytesRead == Integer.BYTES) {
                    readBody(context, in);
                }
            }
        } finally {
            in.release();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (lengthBytesRead > 0 && !broken) {
            int arrived = frame == null ? 0 : frame.readableBytes();
            context.fireExceptionCaught(new EOFException(
                    lengthBytesRead < Integer.BYTES
                            ? "it ended inside the length of an answer"
                            : "it ended after " + arrived + " of the " + frameBytes + " bytes of an answer"));
        }
        context.fireChannelInactive();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        releaseFrame();
    }

    private void readLength(ByteBuf in) {
        if (lengthBytesRead == 0 && in.readableBytes() >= Integer.BYTES) {
            frameBytes = in.readInt();
            lengthBytesRead = Integer.BYTES;
        } else {
            while (in.isReadable() && lengthBytesRead < Integer.BYTES) {
                lengthSoFar = lengthSoFar << Byte.SIZE | in.readUnsignedByte();
                lengthBytesRead++;
            }
            frameBytes = lengthSoFar;
        }
        if (lengthBytesRead == Integer.BYTES) {
            lengthSoFar = 0;
            checkLength();
        }
    }

    private void checkLength() {
        if (frameBytes < Integer.BYTES) {
            broken = true;
            throw new CorruptedFrameException(
                    "an answer claims a length of " + frameBytes + " bytes" + ForeignProtocol.hint(frameBytes));
        }
        if (frameBytes > maxFrameBytes) {
            broken = true;
            throw new TooLongFrameException("an answer claims a length of " + frameBytes + " bytes, more than the "
                    + maxFrameBytes + " that maxResponseBytes allows" + ForeignProtocol.hint(frameBytes));
        }
    }

    private void readBody(ChannelHandlerContext context, ByteBuf in) {
        if (frame == null && in.readableBytes() >= frameBytes) {
            lengthBytesRead = 0;
            context.fireChannelRead(in.readRetainedSlice(frameBytes));
            return;
        }
        if (frame == null) {
            frame = context.alloc().ioBuffer(Math.min(frameBytes, FIRST_CAPACITY_BYTES), frameBytes);
        }
        int take = Math.min(in.readableBytes(), frameBytes - frame.writerIndex());
        makeRoom(take);
        frame.writeBytes(in, take);
        if (frame.writerIndex() == frameBytes) {
            ByteBuf whole = frame;
            frame = null;
            lengthBytesRead = 0;
            context.fireChannelRead(whole);
        }
    }

    /** Doubles, so that a large frame is copied about once more than it has to be. */
    private void makeRoom(int bytes) {
        if (frame.writableBytes() < bytes) {
            long doubled = Math.max(2L * frame.capacity(), (long) frame.writerIndex() + bytes);
            frame.capacity((int) Math.min(frameBytes, doubled));
        }
    }

    private void releaseFrame() {
        if (frame != null) {
            frame.release();
            frame = null;
        }
    }
}
