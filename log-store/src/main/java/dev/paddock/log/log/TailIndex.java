package dev.paddock.log.log;

import io.netty.buffer.ByteBuf;

/** Where each batch of a {@link Tail} lies, in the order of offsets: a ring of parallel arrays. */
final class TailIndex {
    private static final int FIRST_CAPACITY = 16;

    private TailBlock[] blocks = new TailBlock[FIRST_CAPACITY];
    private int[] starts = new int[FIRST_CAPACITY];
    private int[] lengths = new int[FIRST_CAPACITY];
    private long[] baseOffsets = new long[FIRST_CAPACITY];
    private long[] lastOffsets = new long[FIRST_CAPACITY];
    private int head;
    private int size;

    void add(TailBlock block, int start, int length, long baseOffset, long lastOffset) {
        if (size == blocks.length) {
            grow();
        }
        int slot = slot(size++);
        blocks[slot] = block;
        starts[slot] = start;
        lengths[slot] = length;
        baseOffsets[slot] = baseOffset;
        lastOffsets[slot] = lastOffset;
    }

    private int slot(int position) {
        return (head + position) & (blocks.length - 1);
    }

    private void grow() {
        int capacity = blocks.length * 2;
        var grown = new TailIndex();
        grown.blocks = new TailBlock[capacity];
        grown.starts = new int[capacity];
        grown.lengths = new int[capacity];
        grown.baseOffsets = new long[capacity];
        grown.lastOffsets = new long[capacity];
        for (int i = 0; i < size; i++) {
            int slot = slot(i);
            grown.add(blocks[slot], starts[slot], lengths[slot], baseOffsets[slot], lastOffsets[slot]);
        }
        blocks = grown.blocks;
        starts = grown.starts;
        lengths = grown.lengths;
        baseOffsets = grown.baseOffsets;
        lastOffsets = grown.lastOffsets;
        head = 0;
    }

    int size() {
        return size;
    }

    boolean isEmpty() {
        return size == 0;
    }

    long baseOffset(int position) {
        return baseOffsets[slot(position)];
    }

    long lastOffset(int position) {
        return lastOffsets[slot(position)];
    }

    int length(int position) {
        return lengths[slot(position)];
    }

    /** The position of the first batch whose last offset is this or larger; the size when there is none. */
    int firstEndingAtOrAfter(long offset) {
        int low = 0;
        int high = size;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (lastOffset(middle) < offset) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** Up to where batches lie behind each other in one block. */
    int endOfRun(int from, int to) {
        int end = from + 1;
        while (end < to && follows(slot(end - 1), slot(end))) {
            end++;
        }
        return end;
    }

    private boolean follows(int slot, int next) {
        return blocks[slot] == blocks[next] && starts[slot] + lengths[slot] == starts[next];
    }

    /** The bytes of batches that lie behind each other; the caller's to release. */
    ByteBuf slice(int from, int to) {
        int first = slot(from);
        int last = slot(to - 1);
        return blocks[first].bytes().retainedSlice(starts[first], starts[last] + lengths[last] - starts[first]);
    }

    void dropAllOf(TailBlock block) {
        while (size > 0 && blocks[head] == block) {
            blocks[head] = null;
            head = slot(1);
            size--;
        }
    }

    void dropBefore(int position) {
        for (int i = 0; i < position; i++) {
            blocks[head] = null;
            head = slot(1);
            size--;
        }
    }

    boolean beginsIn(TailBlock firstBlock) {
        return size > 0 && blocks[head] == firstBlock;
    }

    void dropFrom(int position) {
        while (size > position) {
            blocks[slot(--size)] = null;
        }
    }

    boolean isWithout(TailBlock lastBlock) {
        return size == 0 || blocks[slot(size - 1)] != lastBlock;
    }

    void clear() {
        dropFrom(0);
    }
}
