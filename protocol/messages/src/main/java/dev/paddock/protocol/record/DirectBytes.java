package dev.paddock.protocol.record;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;

/** A buffer's readable bytes as one piece of direct memory, as native codecs want it: themselves, or else a copy. */
final class DirectBytes implements AutoCloseable {
    private final ByteBuffer bytes;
    private final ByteBuf copy;

    private DirectBytes(ByteBuffer bytes, ByteBuf copy) {
        this.bytes = bytes;
        this.copy = copy;
    }

    static DirectBytes of(ByteBuf in) {
        if (in.isDirect() && in.nioBufferCount() == 1) {
            return new DirectBytes(in.nioBuffer(), null);
        }
        ByteBuf copy = in.alloc().directBuffer(Math.max(1, in.readableBytes()));
        copy.writeBytes(in, in.readerIndex(), in.readableBytes());
        return new DirectBytes(copy.nioBuffer(), copy);
    }

    ByteBuffer buffer() {
        return bytes;
    }

    @Override
    public void close() {
        if (copy != null) {
            copy.release();
        }
    }
}
