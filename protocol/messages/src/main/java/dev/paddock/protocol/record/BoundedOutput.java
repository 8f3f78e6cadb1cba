package dev.paddock.protocol.record;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.nio.ByteBuffer;

/**
 * Direct memory that grows with what is written into it, to a bound. One thread's, for one codec's run: {@link #take}
 * hands the buffer over, else {@link #close} gives it back.
 */
final class BoundedOutput implements AutoCloseable {
    private static final int BYTES_MIN = 1024;
    private static final int BYTES_AT_FIRST_MAX = 64 * 1024;
    /** A block of a codec is written whole before its length is known. */
    private static final int BYTES_BEYOND = 4 << 20;

    private final int bytesMax;
    private ByteBuf buffer;

    BoundedOutput(int inputBytes, int bytesMax, ByteBufAllocator alloc) {
        this.bytesMax = bytesMax;
        long likely = Math.min(Math.max(2L * inputBytes, BYTES_MIN), Math.max(inputBytes, BYTES_AT_FIRST_MAX));
        buffer = alloc.directBuffer((int) Math.min(likely, bytesMax));
    }

    /** Bytes to write to, at least so many. They may reach beyond the bound by a block; what is written may not. */
    ByteBuffer room(int bytes) {
        if (buffer.writableBytes() < bytes) {
            grow(bytes);
        }
        return buffer.nioBuffer(buffer.writerIndex(), buffer.writableBytes());
    }

    private void grow(int bytes) {
        long needed = (long) buffer.writerIndex() + bytes;
        if (needed > (long) bytesMax + BYTES_BEYOND) {
            throw tooLarge();
        }
        long doubled = Math.min(2L * buffer.capacity(), (long) bytesMax + 1);
        buffer.capacity((int) Math.min(Math.max(needed, doubled), Integer.MAX_VALUE));
    }

    /** So many bytes of the room were written. */
    void advance(int bytes) {
        if ((long) buffer.writerIndex() + bytes > bytesMax) {
            throw tooLarge();
        }
        buffer.writerIndex(buffer.writerIndex() + bytes);
    }

    void write(ByteBuffer bytes) {
        int length = bytes.remaining();
        room(length).put(bytes);
        advance(length);
    }

    private InvalidRecordsException tooLarge() {
        return InvalidRecordsException.invalid("compressed records hold more than " + bytesMax + " bytes");
    }

    ByteBuf take() {
        ByteBuf taken = buffer;
        buffer = null;
        return taken;
    }

    @Override
    public void close() {
        if (buffer != null) {
            buffer.release();
        }
    }
}
