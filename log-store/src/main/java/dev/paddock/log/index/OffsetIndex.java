package dev.paddock.log.index;

import dev.paddock.log.io.ReopenableFile;
import java.io.IOException;

/**
 * From an offset to a position in the log file, sparse. Belongs to its segment, which changes it in one thread at a time;
 * any may look up. What it says may be damaged and is verified by whoever uses it.
 *
 * <pre>
 *   .index   0 offset - base offset (int)   4 position (int)   ... 8 bytes an entry, both ascending
 * </pre>
 */
public final class OffsetIndex {
    public static final int ENTRY_BYTES = 8;

    private final EntryFile entries;
    private final long baseOffset;

    public OffsetIndex(ReopenableFile file, long baseOffset) {
        this.entries = new EntryFile(file, ENTRY_BYTES);
        this.baseOffset = baseOffset;
    }

    public int count() {
        return entries.count();
    }

    /**
     * Looks at the file's length and its last entry.
     *
     * @return false when it cannot belong to a log file of that size
     */
    public boolean load(long logBytes) throws IOException {
        if (!entries.load()) {
            return false;
        }
        OffsetEntry last = last();
        return last == null || (last.offset() >= baseOffset && last.position() > 0 && last.position() < logBytes);
    }

    public void append(long offset, long position) {
        entries.add(((offset - baseOffset) << Integer.SIZE) | position, 0);
    }

    /** The last entry whose offset is not above; null when there is none. */
    public OffsetEntry floor(long offset) throws IOException {
        try (EntryWindow window = new EntryWindow(ENTRY_BYTES)) {
            return entry(window, entries.floor(window, this::offsetOf, offset, 0));
        }
    }

    /** The last entry whose position is not above, among those from a slot on whose position is not above either. */
    public OffsetEntry floorByPosition(long position, int fromSlot) throws IOException {
        try (EntryWindow window = new EntryWindow(ENTRY_BYTES)) {
            // A reader's next piece is mostly near: one read instead of a search.
            entries.read(window, fromSlot, window.capacity());
            boolean isNear = window.isEmpty()
                    || window.endSlot() >= entries.count()
                    || positionOf(window, window.endSlot() - 1) > position;
            if (!isNear) {
                return entry(window, entries.floor(window, OffsetIndex::positionOf, position, fromSlot));
            }
            int found = -1;
            for (int slot = window.firstSlot(); slot < window.endSlot(); slot++) {
                if (positionOf(window, slot) > position) {
                    break;
                }
                found = slot;
            }
            return entry(window, found);
        }
    }

    /** Null when there is none. */
    public OffsetEntry last() throws IOException {
        int count = entries.count();
        try (EntryWindow window = new EntryWindow(ENTRY_BYTES)) {
            entries.read(window, Math.max(0, count - 1), 1);
            return entry(window, window.isEmpty() ? -1 : count - 1);
        }
    }

    private OffsetEntry entry(EntryWindow window, int slot) {
        return slot < 0 ? null : new OffsetEntry(slot, offsetOf(window, slot), positionOf(window, slot));
    }

    private long offsetOf(EntryWindow window, int slot) {
        return baseOffset + window.intAt(slot, 0);
    }

    private static long positionOf(EntryWindow window, int slot) {
        return window.intAt(slot, 4);
    }

    /** Cuts off the entries of an offset and above. */
    public void truncateTo(long offset) throws IOException {
        OffsetEntry kept = floor(offset - 1);
        entries.truncate(kept == null ? 0 : kept.slot() + 1);
    }

    /** Empties it, and creates the file when it is missing. */
    public void reset() throws IOException {
        entries.file().create();
        entries.load();
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
