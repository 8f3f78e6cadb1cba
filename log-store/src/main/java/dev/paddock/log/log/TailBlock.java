package dev.paddock.log.log;

import io.netty.buffer.ByteBuf;

/** A piece of memory with batches of a {@link Tail} in it: a chunk that is filled, or a frame that is kept. */
final class TailBlock {
    private final int heldBytes;
    private ByteBuf bytes;
    private int end;
    private boolean sealed;

    TailBlock(int heldBytes) {
        this.heldBytes = heldBytes;
    }

    /** Takes the buffer over. */
    void hold(ByteBuf buffer) {
        bytes = buffer;
        sealed = !buffer.isWritable();
    }

    ByteBuf bytes() {
        return bytes;
    }

    int heldBytes() {
        return heldBytes;
    }

    int room() {
        return sealed ? 0 : bytes.capacity() - end;
    }

    /** Returns where the copy begins. */
    int copy(ByteBuf source) {
        bytes.setBytes(end, source, source.readerIndex(), source.readableBytes());
        return end;
    }

    void endsAt(int index) {
        end = index;
    }

    int end() {
        return end;
    }

    void seal() {
        sealed = true;
    }

    void release() {
        bytes.release();
    }
}
