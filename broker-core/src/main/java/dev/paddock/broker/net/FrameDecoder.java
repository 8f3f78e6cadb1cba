package dev.paddock.broker.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/**
 * Cuts one connection's bytes into frames: four bytes of length, then as many as they say. A frame that lies whole in what
 * was read is a slice of it; one that comes in pieces is gathered in a buffer of its own, which the socket is then read into
 * ({@link #lend}). That buffer grows with the bytes that really came, whatever length was claimed, unless the connection
 * has sent such frames before. Belongs to the connection's event loop.
 */
final class FrameDecoder {
    private static final int FIRST_CAPACITY_BYTES = 16 * 1024;
    /** What is read before a frame that is expected to be large: its length and a little, since these bytes are copied. */
    private static final int HEAD_BYTES = 512;

    private static final int LARGE_FRAME_BYTES = 16 * 1024;
    /** The most that is allocated because frames like it came before. */
    private static final int TRUSTED_BYTES_MAX = 2 * 1024 * 1024;

    private final int frameBytesMax;
    private final Sink sink;
    /** Bytes that were read and not yet looked at; null most of the time. */
    private ByteBuf unread;
    /** The frame that is being gathered, or null. */
    private ByteBuf partial;
    /** The part of it that the socket is being read into, or null. */
    private ByteBuf lent;
    /** The length of the frame that comes next, once its bytes are reserved; -1 before. */
    private int length = -1;
    /** The frame before: the next one is taken to be like it. */
    private int lastLength;

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
    @SuppressWarnings("ReferenceEquality") // The very buffer that was lent, not one with the same bytes.
    void read(ByteBuf bytes, ByteBufAllocator allocator) {
        if (bytes == lent) {
            lent = null;
            partial.writerIndex(partial.writerIndex() + bytes.readableBytes());
            bytes.release();
            takeGathered();
            return;
        }
        unread = unread == null ? bytes : joined(unread, bytes, allocator);
        resume(allocator);
    }

    /**
     * Where the socket's next bytes belong, when that is known: what is left of the frame being gathered, as a buffer that the
     * caller owns and hands to read(), or releases unread. Null where any buffer will do.
     */
    ByteBuf lend() {
        lent = null;
        if (partial == null || unread != null || isGathered()) {
            return null;
        }
        if (!partial.isWritable()) {
            partial.capacity((int) Math.min(length, 2L * partial.capacity()));
        }
        lent = partial.retainedSlice(partial.writerIndex(), partial.writableBytes())
                .writerIndex(0);
        return lent;
    }

    /** How much to read when no frame is under way; 0 where there is no reason to prefer anything. */
    int bytesWanted() {
        return lastLength > LARGE_FRAME_BYTES ? HEAD_BYTES : 0;
    }

    /** Goes on where the sink had no room; returns whether all that was read is worked off. */
    boolean resume(ByteBufAllocator allocator) {
        boolean moved = takeGathered();
        while (unread != null && moved) {
            moved = step(allocator);
            // Handing over a frame may have closed the connection, and us with it.
            if (unread != null && !unread.isReadable()) {
                dropUnread();
            }
        }
        return unread == null && !isGathered();
    }

    /** Bytes that wait for room: reading more would only pile them up. */
    boolean isHeldUp() {
        return isGathered() || (unread != null && (length >= 0 || unread.readableBytes() >= Integer.BYTES));
    }

    private boolean isGathered() {
        return partial != null && partial.readableBytes() == length;
    }

    /** Hands over the frame that came in pieces, if it is whole; false when it is and there is no room for it. */
    private boolean takeGathered() {
        if (!isGathered()) {
            return true;
        }
        if (!sink.mayTake()) {
            return false;
        }
        ByteBuf frame = partial;
        partial = null;
        handOver(frame, frame.capacity());
        return true;
    }

    private void handOver(ByteBuf frame, int capacityBytes) {
        heldBytes = capacityBytes;
        lastLength = length;
        length = -1;
        sink.take(frame);
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
        if (partial == null && unread.readableBytes() >= length) {
            if (!sink.mayTake()) {
                return false;
            }
            handOver(unread.readRetainedSlice(length), unread.capacity());
            return true;
        }
        int missing = length - (partial == null ? 0 : partial.readableBytes());
        gather(Math.min(missing, unread.readableBytes()), allocator);
        return isGathered() && takeGathered();
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
            int trusted = Math.max(FIRST_CAPACITY_BYTES, 2 * Math.min(lastLength, TRUSTED_BYTES_MAX / 2));
            partial = allocator.ioBuffer(Math.min(length, Math.max(trusted, bytes)), length);
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
