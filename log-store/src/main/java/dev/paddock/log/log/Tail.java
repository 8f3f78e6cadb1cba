package dev.paddock.log.log;

import dev.paddock.protocol.record.BatchView;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.CompositeByteBuf;
import java.util.ArrayDeque;
import java.util.List;

/**
 * The latest batches of one partition in memory, without a gap up to the end of its log. Small ones are copied into a
 * block of their own; a large one stays in the frame that it came in, as long as it is most of that frame, so that no frame
 * is held for a few bytes. What goes, goes by the block, the oldest first. Owned by the shard's thread.
 */
final class Tail {
    /** Block sizes grow from the first to the last with use, so that many quiet partitions take little. */
    private static final int FIRST_BLOCK_BYTES = 2 << 10;

    private static final int LAST_BLOCK_BYTES = 64 << 10;
    /** From this size on a copy costs more than a frame in hand. */
    private static final int RETAINED_BYTES_MIN = 16 << 10;

    private final TailMemory memory;
    private final ByteBufAllocator allocator;
    private final ArrayDeque<TailBlock> blocks = new ArrayDeque<>();
    private final TailIndex index = new TailIndex();
    private final BatchView view = new BatchView();
    private int nextBlockBytes = FIRST_BLOCK_BYTES;
    private long heldBytes;

    Tail(TailMemory memory, ByteBufAllocator allocator) {
        this.memory = memory;
        this.allocator = allocator;
    }

    /**
     * Adds whole batches, which stay the caller's.
     *
     * @param frameBytes what stays in memory as long as the buffer is held; the buffer itself may be a small part of it
     */
    void add(ByteBuf batches, int frameBytes) {
        int bytes = batches.readableBytes();
        boolean retain = bytes >= RETAINED_BYTES_MIN && bytes >= frameBytes - frameBytes / 4;
        TailBlock block = retain ? newBlock(frameBytes) : blockFor(bytes);
        if (block == null) {
            clear();
            return;
        }
        if (retain) {
            block.hold(batches.retainedSlice());
        }
        int start = retain ? 0 : block.copy(batches);
        int end = start + bytes;
        while (start < end) {
            view.wrap(block.bytes(), start);
            int length = view.sizeInBytes();
            index.add(block, start, length, view.baseOffset(), view.lastOffset());
            start += length;
        }
        block.endsAt(end);
    }

    private TailBlock blockFor(int bytes) {
        TailBlock last = blocks.peekLast();
        if (last != null && last.room() >= bytes) {
            return last;
        }
        int capacity = Math.max(nextBlockBytes, bytes);
        TailBlock block = newBlock(capacity);
        if (block != null) {
            block.hold(allocator.directBuffer(capacity, capacity));
            nextBlockBytes = Math.min(LAST_BLOCK_BYTES, nextBlockBytes * 2);
        }
        return block;
    }

    /** Null when there is no memory for it. */
    private TailBlock newBlock(int capacity) {
        long allowance = memory.allowance();
        while (!blocks.isEmpty() && heldBytes + capacity > allowance) {
            dropOldest();
        }
        while (!memory.tryTake(capacity)) {
            if (blocks.isEmpty()) {
                return null;
            }
            dropOldest();
        }
        if (blocks.isEmpty()) {
            memory.joined();
        }
        heldBytes += capacity;
        TailBlock block = new TailBlock(capacity);
        blocks.add(block);
        return block;
    }

    private void dropOldest() {
        TailBlock oldest = blocks.removeFirst();
        index.dropAllOf(oldest);
        letGo(oldest);
    }

    private void letGo(TailBlock block) {
        heldBytes -= block.heldBytes();
        memory.give(block.heldBytes());
        block.release();
        if (blocks.isEmpty()) {
            memory.left();
        }
    }

    /** The first offset that can be read here; the largest long when there is nothing. */
    long firstOffset() {
        return index.isEmpty() ? Long.MAX_VALUE : index.baseOffset(0);
    }

    long heldBytes() {
        return heldBytes;
    }

    /**
     * Whole batches from the one that holds an offset, which has to be at or above {@link #firstOffset}.
     *
     * @param endOffset the batches that end below it may be read
     * @return null when there is none; the bytes belong to the caller
     */
    TailRead read(long offset, int bytesMax, boolean atLeastOneBatch, long endOffset) {
        int from = index.firstEndingAtOrAfter(offset);
        int to = from;
        long bytes = 0;
        while (to < index.size() && index.lastOffset(to) < endOffset) {
            bytes += index.length(to);
            if (bytes > bytesMax && !(atLeastOneBatch && to == from)) {
                break;
            }
            to++;
        }
        return to == from
                ? null
                : new TailRead(slices(from, to), index.baseOffset(from), index.lastOffset(to - 1) + 1, List.of());
    }

    private ByteBuf slices(int from, int to) {
        int run = index.endOfRun(from, to);
        ByteBuf first = index.slice(from, run);
        if (run == to) {
            return first;
        }
        CompositeByteBuf all = allocator.compositeBuffer(blocks.size() + 1).addComponent(true, first);
        while (run < to) {
            int start = run;
            run = index.endOfRun(start, to);
            all.addComponent(true, index.slice(start, run));
        }
        return all;
    }

    /** Forgets all batches that hold this offset or larger ones. */
    void truncateTo(long offset) {
        index.dropFrom(index.firstEndingAtOrAfter(offset));
        // A block that lost its end must not be appended to: its bytes may be in a response that is on its way.
        while (!blocks.isEmpty() && index.isWithout(blocks.getLast())) {
            letGo(blocks.removeLast());
        }
        if (!blocks.isEmpty()) {
            blocks.getLast().seal();
        }
    }

    /** Forgets all batches below an offset. */
    void dropBefore(long offset) {
        index.dropBefore(index.firstEndingAtOrAfter(offset));
        while (!blocks.isEmpty() && !index.beginsIn(blocks.getFirst())) {
            letGo(blocks.removeFirst());
        }
    }

    void clear() {
        index.clear();
        while (!blocks.isEmpty()) {
            letGo(blocks.removeFirst());
        }
        nextBlockBytes = FIRST_BLOCK_BYTES;
    }
}
