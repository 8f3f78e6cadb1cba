package dev.paddock.log.epoch;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Which leader epoch began at which offset (KIP-101): both rise from entry to entry. Pure; belongs to the partition's
 * thread. Who changes it writes it with {@link LeaderEpochCodec}: what {@link #assign} changes before the append is
 * acknowledged; what {@link #truncateFromEnd} changes before the next append, or after a crash an epoch that was cut off would
 * seem to begin in the middle of what came instead; what {@link #truncateFromStart} changes at leisure, since the next start
 * of the log does the same.
 */
public final class LeaderEpochs {
    /** No epoch. */
    public static final int NONE = -1;

    private static final int CAPACITY_FIRST = 2;

    private int[] epochs = new int[CAPACITY_FIRST];
    private long[] startOffsets = new long[CAPACITY_FIRST];
    private int count;

    public static LeaderEpochs of(List<EpochStart> starts) {
        LeaderEpochs result = new LeaderEpochs();
        starts.forEach(start -> result.assign(start.epoch(), start.startOffset()));
        return result;
    }

    /**
     * Notes that an epoch begins at an offset. Entries that contradict it are removed: what was written later in time is
     * what the leader said.
     *
     * @return whether anything has changed
     */
    public boolean assign(int epoch, long startOffset) {
        if (count > 0 && epochs[count - 1] == epoch && startOffsets[count - 1] <= startOffset) {
            return false;
        }
        if (epoch < 0 || startOffset < 0) {
            throw new IllegalArgumentException(
                    "Leader epoch " + epoch + " from offset " + startOffset + ": expected both to be 0 or more");
        }
        while (count > 0 && (epochs[count - 1] >= epoch || startOffsets[count - 1] >= startOffset)) {
            count--;
        }
        if (count == epochs.length) {
            epochs = Arrays.copyOf(epochs, count * 2);
            startOffsets = Arrays.copyOf(startOffsets, count * 2);
        }
        epochs[count] = epoch;
        startOffsets[count] = startOffset;
        count++;
        return true;
    }

    public boolean isEmpty() {
        return count == 0;
    }

    /** The latest epoch in which anything was written, or NONE. */
    public int latest() {
        return count == 0 ? NONE : epochs[count - 1];
    }

    /** NONE where there is none. */
    public int previous(int epoch) {
        int index = ceiling(epoch) - 1;
        return index < 0 ? NONE : epochs[index];
    }

    /** NONE where there is none. */
    public int next(int epoch) {
        int index = higher(epoch);
        return index == count ? NONE : epochs[index];
    }

    /** The epoch in which the record at an offset was written, also for offsets to come; NONE for one before the first. */
    public int epochFor(long offset) {
        int index = count - 1;
        while (index >= 0 && startOffsets[index] > offset) {
            index--;
        }
        return index < 0 ? NONE : epochs[index];
    }

    /**
     * The largest epoch that is known and not above the one asked for, and where it ends. For an epoch before all that are
     * known it is that one, and the start of the first: what was before is gone from the log.
     */
    public EpochEnd endOffsetFor(int epoch, long logEndOffset) {
        if (epoch == NONE) {
            return EpochEnd.UNKNOWN;
        }
        if (epoch == latest()) {
            return new EpochEnd(epoch, logEndOffset);
        }
        int above = higher(epoch);
        if (above == count) {
            return EpochEnd.UNKNOWN;
        }
        return new EpochEnd(above == 0 ? epoch : epochs[above - 1], startOffsets[above]);
    }

    /**
     * Forgets epochs that begin at an offset or above; nothing happens for a negative one.
     *
     * @return whether anything has changed
     */
    public boolean truncateFromEnd(long endOffset) {
        int before = count;
        while (endOffset >= 0 && count > 0 && startOffsets[count - 1] >= endOffset) {
            count--;
        }
        return count != before;
    }

    /**
     * Forgets epochs that end before an offset; the one in which it lies begins there from now on.
     *
     * @return whether anything has changed
     */
    public boolean truncateFromStart(long startOffset) {
        int holder = -1;
        while (holder + 1 < count && startOffsets[holder + 1] <= startOffset) {
            holder++;
        }
        if (holder < 0 || (holder == 0 && startOffsets[0] == startOffset)) {
            return false;
        }
        count -= holder;
        System.arraycopy(epochs, holder, epochs, 0, count);
        System.arraycopy(startOffsets, holder, startOffsets, 0, count);
        startOffsets[0] = startOffset;
        return true;
    }

    /** @return whether anything has changed */
    public boolean clear() {
        boolean changed = count > 0;
        count = 0;
        return changed;
    }

    /** A copy, ascending. */
    public List<EpochStart> starts() {
        List<EpochStart> starts = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            starts.add(new EpochStart(epochs[i], startOffsets[i]));
        }
        return starts;
    }

    /** The index of the first epoch that is not below, or count. */
    private int ceiling(int epoch) {
        int index = Arrays.binarySearch(epochs, 0, count, epoch);
        return index >= 0 ? index : -index - 1;
    }

    /** The index of the first epoch that is above, or count. */
    private int higher(int epoch) {
        int index = Arrays.binarySearch(epochs, 0, count, epoch);
        return index >= 0 ? index + 1 : -index - 1;
    }

    @Override
    public String toString() {
        return starts().toString();
    }
}
