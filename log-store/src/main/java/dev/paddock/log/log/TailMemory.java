package dev.paddock.log.log;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** The bytes that all tails of a store may hold together, and who has how much. Any thread. */
public final class TailMemory {
    /** From this part on of what there is, nobody may have more than its share. */
    private static final double CROWDED = 0.75;

    private final long bytesMax;
    private final long tailBytesMax;
    private final AtomicLong usedBytes = new AtomicLong();
    private final AtomicInteger tails = new AtomicInteger();

    /**
     * @param bytesMax of all tails together; 0 for none at all
     * @param tailBytesMax of one: as a reader at the end needs little, and memory that is used again is in the caches
     */
    public TailMemory(long bytesMax, long tailBytesMax) {
        this.bytesMax = bytesMax;
        this.tailBytesMax = tailBytesMax;
    }

    boolean tryTake(long bytes) {
        long before = usedBytes.getAndAdd(bytes);
        if (before + bytes <= bytesMax) {
            return true;
        }
        usedBytes.addAndGet(-bytes);
        return false;
    }

    void give(long bytes) {
        usedBytes.addAndGet(-bytes);
    }

    /** A tail that was empty has something now. */
    void joined() {
        tails.incrementAndGet();
    }

    void left() {
        tails.decrementAndGet();
    }

    /** How much a tail may hold now. */
    long allowance() {
        boolean crowded = usedBytes.get() >= CROWDED * bytesMax;
        return crowded ? Math.min(tailBytesMax, bytesMax / Math.max(1, tails.get())) : tailBytesMax;
    }

    public long usedBytes() {
        return usedBytes.get();
    }

    public long bytesMax() {
        return bytesMax;
    }
}
