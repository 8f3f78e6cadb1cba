package dev.paddock.protocol.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.util.ReferenceCountUtil;
import java.util.List;

/**
 * A frame on its way out: its length, a header and a body, as buffers and file regions that are written one after the
 * other. It owns its parts until somebody takes them.
 */
public final class OutboundFrame {
    /** A frame that is larger starts here and grows: most of its bytes are record batches, which are not copied. */
    private static final int FIRST_CAPACITY_BYTES_MAX = 64 * 1024;

    private final List<Object> parts;
    private final int sizeInBytes;

    private OutboundFrame(List<Object> parts, int sizeInBytes) {
        this.parts = parts;
        this.sizeInBytes = sizeInBytes;
    }

    /** Encodes; the message stays the caller's, who may release it afterwards. */
    public static OutboundFrame encode(
            ByteBufAllocator allocator, Message header, short headerVersion, Message body, short version) {
        int size = Math.addExact(header.size(headerVersion), body.size(version));
        ByteBuf buffer = allocator.ioBuffer(Math.min(Integer.BYTES + size, FIRST_CAPACITY_BYTES_MAX));
        WireWriter out = new WireWriter(buffer);
        try {
            out.int32(size);
            header.write(out, headerVersion);
            body.write(out, version);
            requireSize(Integer.BYTES + size, out.bytes(), body, version);
            List<Object> parts = out.hasCuts() ? out.takeParts() : List.of(buffer.retain());
            return new OutboundFrame(parts, Integer.BYTES + size);
        } finally {
            out.release();
            buffer.release();
        }
    }

    /** A frame whose length is not true would make nonsense of all that follows it on the connection. */
    private static void requireSize(int claimed, int written, Message body, short version) {
        if (written != claimed) {
            throw new IllegalStateException(body.getClass().getSimpleName() + " v" + version + " is " + written
                    + " bytes where its size says " + claimed
                    + ": is one of its unknown tagged fields known in this version?");
        }
    }

    public List<Object> parts() {
        return parts;
    }

    /** With the length in front. */
    public int sizeInBytes() {
        return sizeInBytes;
    }

    public void release() {
        parts.forEach(ReferenceCountUtil::release);
    }
}
