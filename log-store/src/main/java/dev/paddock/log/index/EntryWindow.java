package dev.paddock.log.index;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/** Some neighbouring entries of an {@link EntryFile}, in memory. Belongs to one thread; close() gives the memory back. */
final class EntryWindow implements AutoCloseable {
    static final int BYTES = 4096;

    private final int entryBytes;
    private final ByteBuf bytes = ByteBufAllocator.DEFAULT.directBuffer(BYTES, BYTES);
    private int firstSlot;

    EntryWindow(int entryBytes) {
        this.entryBytes = entryBytes;
    }

    int capacity() {
        return BYTES / entryBytes;
    }

    /** For filling: the bytes of entries from a slot on. */
    ByteBuf emptyFrom(int slot) {
        firstSlot = slot;
        return bytes.clear();
    }

    int firstSlot() {
        return firstSlot;
    }

    /** Behind the last. */
    int endSlot() {
        return firstSlot + bytes.writerIndex() / entryBytes;
    }

    boolean isEmpty() {
        return endSlot() == firstSlot;
    }

    long longAt(int slot, int at) {
        return bytes.getLong((slot - firstSlot) * entryBytes + at);
    }

    int intAt(int slot, int at) {
        return bytes.getInt((slot - firstSlot) * entryBytes + at);
    }

    @Override
    public void close() {
        bytes.release();
    }
}
