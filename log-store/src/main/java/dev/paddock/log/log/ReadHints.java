package dev.paddock.log.log;

import dev.paddock.log.segment.LogSlice;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Where the reads end that were made of the disk, because a consumer that reads from behind goes on there: then the index is
 * not searched again. A few of them, the latest stay. Any thread.
 */
final class ReadHints {
    private static final int COUNT = 8;

    private final AtomicReferenceArray<Hint> hints = new AtomicReferenceArray<>(COUNT);

    /** A batch begins at a position of the segment with that base offset. */
    private record Hint(long segmentBase, long offset, long position) {}

    void remember(LogSlice slice) {
        if (slice.nextOffset() >= 0 && slice.length() > 0) {
            var hint = new Hint(slice.segment().baseOffset(), slice.nextOffset(), slice.position() + slice.length());
            hints.set(slot(hint.offset), hint);
        }
    }

    /** Where the batch begins that begins with an offset; -1 when that is not known. */
    long position(long segmentBase, long offset) {
        Hint hint = hints.get(slot(offset));
        return hint != null && hint.offset == offset && hint.segmentBase == segmentBase ? hint.position : -1;
    }

    /** The log was cut off or compacted: batches lie elsewhere. */
    void clear() {
        for (int i = 0; i < COUNT; i++) {
            hints.set(i, null);
        }
    }

    private static int slot(long offset) {
        return (int) (offset * 0x9E3779B97F4A7C15L >>> 61);
    }
}
