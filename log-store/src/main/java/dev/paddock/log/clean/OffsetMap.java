package dev.paddock.log.clean;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/**
 * The last offset of each key, in a fixed piece of memory outside of the heap. Keys are not kept, only their hashes. Open
 * addressing; the next slot is the next in memory, which costs less than a jump. Belongs to one thread; {@link #close} gives
 * the memory back.
 *
 * <pre>
 *   a slot   0 hash, low   8 hash, high   16 offset + 1, so that 0 is a free one
 * </pre>
 */
final class OffsetMap implements AutoCloseable {
    static final int SLOT_BYTES = 24;

    private static final int HIGH = 8;
    private static final int OFFSET = 16;
    private static final int SLOTS_MAX = Integer.MAX_VALUE / SLOT_BYTES;

    private final KeyHash hash;
    private final ByteBuf slots;
    private final int slotCount;
    private final int keysMax;
    private int size;
    private long latestOffset = -1;

    private OffsetMap(KeyHash hash, ByteBuf slots, int slotCount, int keysMax) {
        this.hash = hash;
        this.slots = slots;
        this.slotCount = slotCount;
        this.keysMax = keysMax;
    }

    /**
     * No more memory than is allowed, and no more than that many records can need.
     *
     * @param loadFactor how full it may become, log.cleaner.io.buffer.load.factor
     */
    static OffsetMap forRecords(long records, long bytesMax, double loadFactor, KeyHash hash, ByteBufAllocator alloc) {
        int keysMax = requireRoom(bytesMax, loadFactor);
        int keys = (int) Math.max(1, Math.min(records, keysMax));
        int slotCount = (int) Math.min(Math.min(bytesMax / SLOT_BYTES, SLOTS_MAX), (long) (keys / loadFactor) + 2);
        ByteBuf slots = alloc.directBuffer(slotCount * SLOT_BYTES, slotCount * SLOT_BYTES);
        slots.setZero(0, slots.capacity());
        return new OffsetMap(hash, slots, slotCount, keys);
    }

    /** How many keys fit; one slot always stays free, so that each search ends. */
    static int requireRoom(long bytesMax, double loadFactor) {
        long slotCount = Math.min(bytesMax / SLOT_BYTES, SLOTS_MAX);
        int keysMax = (int) Math.min(slotCount - 1, (long) (slotCount * loadFactor));
        if (keysMax < 1) {
            throw new IllegalArgumentException("an offset map of " + bytesMax + " bytes has no room for a single key;"
                    + " raise log.cleaner.dedupe.buffer.size, or lower log.cleaner.threads");
        }
        return keysMax;
    }

    /** @return false when there is no room for another key, and nothing was done */
    boolean put(ByteBuf key, long offset) {
        int at = slotOf(key);
        if (slots.getLong(at + OFFSET) == 0) {
            if (size == keysMax) {
                return false;
            }
            size++;
            slots.setLong(at, hash.low());
            slots.setLong(at + HIGH, hash.high());
        }
        slots.setLong(at + OFFSET, offset + 1);
        return true;
    }

    /** The last offset of a key; -1 when it is not in the map. */
    long get(ByteBuf key) {
        return slots.getLong(slotOf(key) + OFFSET) - 1;
    }

    /** The key's slot, or the free one where it would be. */
    private int slotOf(ByteBuf key) {
        hash.of(key);
        long low = hash.low();
        int slot = (int) (((low >>> 32) * slotCount) >>> 32);
        while (true) {
            int at = slot * SLOT_BYTES;
            if (slots.getLong(at + OFFSET) == 0
                    || (slots.getLong(at) == low && slots.getLong(at + HIGH) == hash.high())) {
                return at;
            }
            slot = slot + 1 == slotCount ? 0 : slot + 1;
        }
    }

    int size() {
        return size;
    }

    /** Up to here, included, the map knows all keys of the section that it was built from; -1 at the beginning. */
    long latestOffset() {
        return latestOffset;
    }

    void sawUpTo(long offset) {
        latestOffset = offset;
    }

    double utilization() {
        return (double) size / slotCount;
    }

    @Override
    public void close() {
        slots.release();
    }
}
