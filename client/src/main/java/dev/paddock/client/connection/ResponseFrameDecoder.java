package dev.paddock.client.connection;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.CompositeByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.CorruptedFrameException;
import io.netty.handler.codec.TooLongFrameException;
import java.io.EOFException;

/**
 * Cuts what the broker sends into frames. A frame that lies whole in what was read is passed on as a slice of it; any other
 * is gathered in pieces that the allocator still pools, each taken when bytes for it came, never for a mere claim: one
 * buffer of 8 MiB costs seven times the CPU of its pieces, in page faults. After the first flaw everything else is dropped.
 */
final class ResponseFrameDecoder extends ChannelInboundHandlerAdapter {
    static final int PIECE_BYTES = 1024 * 1024;

    private final int maxFrameBytes;
    /** The full pieces of a frame that needs several. */
    private CompositeByteBuf pieces;
    /** The piece that is being filled. */
    private ByteBuf piece;

    private int frameBytes;
    private int bytesLeft;
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
            int arrived = frameBytes - bytesLeft;
            context.fireExceptionCaught(new EOFException(
                    lengthBytesRead < Integer.BYTES
                            ? "it ended inside the length of an answer"
                            : "it ended after " + arrived + " of the " + frameBytes + " bytes of an answer"));
        }
        context.fireChannelInactive();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        release(piece);
        release(pieces);
        piece = null;
        pieces = null;
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
            bytesLeft = frameBytes;
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
        if (bytesLeft == frameBytes && in.readableBytes() >= frameBytes) {
            lengthBytesRead = 0;
            context.fireChannelRead(in.readRetainedSlice(frameBytes));
            return;
        }
        if (piece == null) {
            piece = context.alloc().ioBuffer(Math.min(bytesLeft, PIECE_BYTES), PIECE_BYTES);
        }
        int taken = Math.min(in.readableBytes(), Math.min(bytesLeft, PIECE_BYTES - piece.writerIndex()));
        piece.writeBytes(in, taken);
        bytesLeft -= taken;
        if (bytesLeft == 0) {
            lengthBytesRead = 0;
            context.fireChannelRead(takeFrame());
        } else if (piece.writerIndex() == PIECE_BYTES) {
            addPiece(context);
        }
    }

    private void addPiece(ChannelHandlerContext context) {
        if (pieces == null) {
            pieces = context.alloc().compositeBuffer(frameBytes / PIECE_BYTES + 1);
        }
        pieces.addComponent(true, piece);
        piece = null;
    }

    private ByteBuf takeFrame() {
        ByteBuf frame = pieces == null ? piece : pieces.addComponent(true, piece);
        piece = null;
        pieces = null;
        return frame;
    }

    private static void release(ByteBuf buffer) {
        if (buffer != null) {
            buffer.release();
        }
    }
}
