package dev.paddock.broker.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/**
 * Cuts one connection's bytes into frames: four bytes of length, then as many as they say. A frame that lies whole in what
 * was read is a slice of it; one that comes in pieces is gathered in a buffer that grows with the bytes that really came,
 * whatever length was claimed. Belongs to the connection's event loop.
 */
final class FrameDecoder {
    private static final int FIRST_CAPACITY_BYTES = 16 * 1024;

    private final int frameBytesMax;
    private final Sink sink;
    /** Bytes that were read and not yet looked at; null most of the time. */
    private ByteBuf unread;
    /** The frame that is being gathered, or null. */
    private ByteBuf partial;
    /** The length of the frame that comes next, once its bytes are reserved; -1 before. */
    private int length = -1;

    private int heldBytes;

    /** What takes the frames. */
    interface Sink {
        /** Whether a frame of that length may be taken in now; the decoder is resumed when that changes. */
        boolean mayGather(int length);

        /** Whether a whole frame may be handed over now; the decoder is resumed when that changes. */
        boolean mayTake();

        /** Takes over the frame, whose length bytes are cut off. */
        void take(ByteBuf frame);
    }

    /** A length that no request has. */
    static final class BadLengthException extends RuntimeException {
        private static final long serialVersionUID = 1;

        BadLengthException(String message) {
            super(message);
        }
    }

    FrameDecoder(int frameBytesMax, Sink sink) {
        this.frameBytesMax = frameBytesMax;
        this.sink = sink;
    }

    /** Takes over the buffer. */
    void read(ByteBuf bytes, ByteBufAllocator allocator) {
        unread = unread == null ? bytes : joined(unread, bytes, allocator);
        resume(allocator);
    }

    /** Goes on where the sink had no room; returns whether all that was read is worked off. */
    boolean resume(ByteBufAllocator allocator) {
        boolean moved = true;
        while (unread != null && moved) {
            moved = step(allocator);
            // Handing over a frame may have closed the connection, and us with it.
            if (unread != null && !unread.isReadable()) {
                dropUnread();
            }
        }
        return unread == null;
    }

    /** Bytes that wait for room: reading more would only pile them up. */
    boolean isHeldUp() {
        return unread != null && (length >= 0 || unread.readableBytes() >= Integer.BYTES);
    }

    /** The length that was reserved for a frame that never came whole, or 0. */
    int reservedBytes() {
        return Math.max(0, length);
    }

    /** What stays in memory as long as the frame that was taken last is held: a slice may be a small part of it. */
    int heldBytes() {
        return heldBytes;
    }

    /** What the frame being gathered takes in memory. */
    int gatheredCapacityBytes() {
        return partial == null ? 0 : partial.capacity();
    }

    void close() {
        dropUnread();
        if (partial != null) {
            partial.release();
            partial = null;
        }
        length = -1;
    }

    /** One step forward; false when there is nothing to do without more bytes or more room. */
    private boolean step(ByteBufAllocator allocator) {
        if (length < 0 && !readLength()) {
            return false;
        }
        int missing = length - (partial == null ? 0 : partial.readableBytes());
        if (unread.readableBytes() < missing) {
            gather(unread.readableBytes(), allocator);
            return false;
        }
        if (!sink.mayTake()) {
            return false;
        }
        ByteBuf frame;
        if (partial == null) {
            heldBytes = unread.capacity();
            frame = unread.readRetainedSlice(length);
        } else {
            gather(missing, allocator);
            heldBytes = partial.capacity();
            frame = partial;
            partial = null;
        }
        length = -1;
        sink.take(frame);
        return true;
    }

    private boolean readLength() {
        if (unread.readableBytes() < Integer.BYTES) {
            return false;
        }
        int claimed = unread.getInt(unread.readerIndex());
        if (claimed < 0 || claimed > frameBytesMax) {
            throw new BadLengthException("a request of " + claimed + " bytes; socket.request.max.bytes allows "
                    + frameBytesMax + (isText(claimed) ? " (this looks like text: HTTP or TLS on a Kafka port?)" : ""));
        }
        if (!sink.mayGather(claimed)) {
            return false;
        }
        unread.skipBytes(Integer.BYTES);
        length = claimed;
        return true;
    }

    private void gather(int bytes, ByteBufAllocator allocator) {
        if (bytes == 0) {
            return;
        }
        if (partial == null) {
            partial = allocator.ioBuffer(Math.min(length, Math.max(FIRST_CAPACITY_BYTES, bytes)), length);
        }
        partial.writeBytes(unread, bytes);
    }

    private static ByteBuf joined(ByteBuf first, ByteBuf second, ByteBufAllocator allocator) {
        ByteBuf joined = allocator.ioBuffer(first.readableBytes() + second.readableBytes());
        joined.writeBytes(first).writeBytes(second);
        first.release();
        second.release();
        return joined;
    }

    private void dropUnread() {
        if (unread != null) {
            unread.release();
            unread = null;
        }
    }

    /** Whether the four bytes are printable, as those of "GET " are, or a TLS hello's. */
    private static boolean isText(int bytes) {
        if (bytes >>> 24 == 0x16) {
            return true;
        }
        for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
            int character = bytes >>> shift & 0xff;
            if (character < ' ' || character > '~') {
                return false;
            }
        }
        return true;
    }
}
