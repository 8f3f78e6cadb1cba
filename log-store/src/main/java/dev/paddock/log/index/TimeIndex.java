package dev.paddock.log.index;

import dev.paddock.log.io.ReopenableFile;
import java.io.IOException;

/**
 * From a timestamp to an offset, sparse: an entry says what the largest timestamp was so far, and in the batch with which
 * offset. Belongs to its segment as {@link OffsetIndex} does, and is verified as that is.
 *
 * <pre>
 *   .timeindex   0 timestamp (long)   8 offset - base offset (int)   ... 12 bytes an entry, timestamps ascending
 * </pre>
 */
public final class TimeIndex {
    public static final int ENTRY_BYTES = 12;

    private final EntryFile entries;
    private final long baseOffset;
    private long lastTimestamp = -1;

    public TimeIndex(ReopenableFile file, long baseOffset) {
        this.entries = new EntryFile(file, ENTRY_BYTES);
        this.baseOffset = baseOffset;
    }

    public int count() {
        return entries.count();
    }

    /**
     * Looks at the file's length and its first and last entry.
     *
     * @return false when it cannot be one
     */
    public boolean load() throws IOException {
        if (!entries.load()) {
            return false;
        }
        TimeEntry last = last();
        lastTimestamp = last == null ? -1 : last.timestamp();
        return last == null
                || (last.offset() >= baseOffset
                        && last.timestamp() >= entryAt(0).timestamp());
    }

    /** Only when the timestamp is above the last one: so nothing is added for batches without timestamps. */
    public void appendIfLarger(TimeEntry largest) {
        if (largest.timestamp() > lastTimestamp) {
            entries.add(largest.timestamp(), (int) (largest.offset() - baseOffset));
            lastTimestamp = largest.timestamp();
        }
    }

    /** The last entry whose timestamp is not above; null when there is none. */
    public TimeEntry floor(long timestamp) throws IOException {
        try (EntryWindow window = new EntryWindow(ENTRY_BYTES)) {
            return entry(window, entries.floor(window, TimeIndex::timestampOf, timestamp, 0));
        }
    }

    /** Null when there is none. */
    public TimeEntry last() throws IOException {
        return entryAt(entries.count() - 1);
    }

    private TimeEntry entryAt(int slot) throws IOException {
        if (slot < 0) {
            return null;
        }
        try (EntryWindow window = new EntryWindow(ENTRY_BYTES)) {
            entries.read(window, slot, 1);
            return entry(window, window.isEmpty() ? -1 : slot);
        }
    }

    private TimeEntry entry(EntryWindow window, int slot) {
        return slot < 0 ? null : new TimeEntry(timestampOf(window, slot), offsetOf(window, slot));
    }

    private long offsetOf(EntryWindow window, int slot) {
        return baseOffset + window.intAt(slot, 8);
    }

    private static long timestampOf(EntryWindow window, int slot) {
        return window.longAt(slot, 0);
    }

    /** Cuts off the entries of an offset and above. */
    public void truncateTo(long offset) throws IOException {
        try (EntryWindow window = new EntryWindow(ENTRY_BYTES)) {
            entries.truncate(entries.floor(window, this::offsetOf, offset - 1, 0) + 1);
        }
        TimeEntry last = last();
        lastTimestamp = last == null ? -1 : last.timestamp();
    }

    /** Empties it, and creates the file when it is missing. */
    public void reset() throws IOException {
        entries.file().create();
        entries.load();
        lastTimestamp = -1;
    }

    public void flush() throws IOException {
        entries.flush();
    }

    public void force() throws IOException {
        entries.force();
    }

    public void closeIdle() throws IOException {
        entries.closeIdle();
    }
}
