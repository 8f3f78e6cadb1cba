package dev.paddock.log.segment;

import dev.paddock.log.index.OffsetEntry;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.LongSupplier;

/**
 * Finds batches in a segment. What the index says is verified with the batch's header; when it does not hold, the log file is
 * gone through from its beginning, so that a damaged index costs time and never gives wrong answers. Any thread.
 */
final class SegmentReader {
    private static final int HINTS = 8;
    /** More headers than this without an index entry between them: then entries are missing. */
    private static final long UNINDEXED_BYTES_MAX = 16 << 20;

    /** How much of a segment a reader wants; see {@link LogSegment#read}. */
    record Limits(int bytesMax, boolean atLeastOneBatch, long endPosition) {}

    /** A batch with a base offset begins at a position, behind an entry of the index: where a reader will go on. */
    private record Hint(long baseOffset, long position, int slot) {}

    private final SegmentFiles files;
    private final SegmentIndexes indexes;
    private final LongSupplier sizeBytes;
    private volatile AtomicReferenceArray<Hint> hints;

    SegmentReader(SegmentFiles files, SegmentIndexes indexes, LongSupplier sizeBytes) {
        this.files = files;
        this.indexes = indexes;
        this.sizeBytes = sizeBytes;
    }

    /** What was known of positions is no longer true, or no longer wanted. */
    void forget() {
        hints = null;
    }

    /** A cursor on the first batch whose last offset is not below; null when there is none. The caller closes it. */
    BatchCursor locate(long offset) throws IOException {
        indexes.load();
        BatchCursor cursor = new BatchCursor(files.log(), sizeBytes.getAsLong());
        boolean found = false;
        try {
            found = moveTo(cursor, offset);
            return found ? cursor : null;
        } finally {
            if (!found) {
                cursor.close();
            }
        }
    }

    private boolean moveTo(BatchCursor cursor, long offset) throws IOException {
        Hint hint = hint(offset);
        if (hint != null) {
            cursor.slot(hint.slot);
            return cursor.moveTo(hint.position);
        }
        boolean more = moveTo(cursor, indexes.offsets().floor(offset)) || cursor.moveTo(0);
        long from = cursor.position();
        while (more && cursor.batch().lastOffset() < offset) {
            more = cursor.next();
        }
        if (cursor.position() - from > UNINDEXED_BYTES_MAX) {
            indexes.suspect("no entry in " + (cursor.position() - from) + " bytes before offset " + offset);
        }
        return more;
    }

    /** Whether a batch begins where an entry says, and ends as it says. */
    private boolean moveTo(BatchCursor cursor, OffsetEntry entry) throws IOException {
        if (entry == null) {
            cursor.slot(0);
            return false;
        }
        cursor.slot(entry.slot());
        try {
            if (entry.position() > 0
                    && cursor.moveTo(entry.position())
                    && cursor.batch().lastOffset() <= entry.offset()) {
                return true;
            }
            indexes.suspect(entry.toString());
        } catch (CorruptSegmentException e) {
            indexes.suspect(entry + ": " + e.getMessage());
        }
        cursor.slot(0);
        return false;
    }

    FilePosition find(long offset) throws IOException {
        try (BatchCursor cursor = locate(offset)) {
            return cursor == null
                    ? null
                    : new FilePosition(
                            cursor.batch().baseOffset(),
                            cursor.batch().lastOffset(),
                            cursor.position(),
                            cursor.batch().sizeInBytes());
        }
    }

    /** Behind the last batch; the default when there is none. */
    long nextOffset(long whenEmpty) throws IOException {
        indexes.load();
        long next = whenEmpty;
        try (BatchCursor cursor = new BatchCursor(files.log(), sizeBytes.getAsLong())) {
            boolean more = moveTo(cursor, indexes.offsets().last()) || cursor.moveTo(0);
            for (; more; more = cursor.next()) {
                next = cursor.batch().nextOffset();
            }
        }
        return next;
    }

    LogSlice read(LogSegment segment, long offset, Limits limits) throws IOException {
        try (BatchCursor cursor = locate(offset)) {
            long end = Math.min(limits.endPosition, sizeBytes.getAsLong());
            if (cursor == null || cursor.position() >= end) {
                return null;
            }
            long from = cursor.position();
            long firstOffset = cursor.batch().baseOffset();
            int first = cursor.batch().sizeInBytes();
            long limit = from + (limits.atLeastOneBatch ? Math.max(limits.bytesMax, first) : limits.bytesMax);
            if (limit >= end) {
                return new LogSlice(segment, from, (int) (end - from), firstOffset, -1);
            }
            if (!walkTo(cursor, limit)) {
                return new LogSlice(segment, from, (int) (cursor.position() - from), firstOffset, -1);
            }
            long nextOffset = cursor.batch().baseOffset();
            remember(new Hint(nextOffset, cursor.position(), cursor.slot()));
            return new LogSlice(segment, from, (int) (cursor.position() - from), firstOffset, nextOffset);
        }
    }

    /**
     * Moves to the batch that does not fit any more. False when the file is damaged on the way there: then the position is
     * that of the damage, and what lies before is good to be read.
     */
    private boolean walkTo(BatchCursor cursor, long limit) throws IOException {
        long from = cursor.position();
        try {
            skipTowards(cursor, limit);
            while (cursor.endPosition() <= limit) {
                cursor.next();
            }
            return true;
        } catch (CorruptSegmentException e) {
            if (cursor.position() <= from) {
                throw e;
            }
            return false;
        }
    }

    /** Moves ahead to the last batch with an index entry that begins at or before a limit, not header by header. */
    private void skipTowards(BatchCursor cursor, long limit) throws IOException {
        long from = cursor.position();
        OffsetEntry entry = indexes.offsets().floorByPosition(limit, cursor.slot());
        if (entry != null && entry.position() > from && !moveTo(cursor, entry)) {
            cursor.moveTo(from);
        }
    }

    private Hint hint(long baseOffset) {
        AtomicReferenceArray<Hint> all = hints;
        Hint hint = all == null ? null : all.get(place(baseOffset));
        return hint != null && hint.baseOffset == baseOffset ? hint : null;
    }

    private void remember(Hint hint) {
        AtomicReferenceArray<Hint> all = hints;
        if (all == null) {
            all = new AtomicReferenceArray<>(HINTS);
            hints = all;
        }
        all.set(place(hint.baseOffset), hint);
    }

    /** Offsets of neighbouring readers differ in their low bits only by chance; the multiplication mixes all of them. */
    private static int place(long baseOffset) {
        return (int) ((baseOffset * 0x9E3779B97F4A7C15L) >>> (Long.SIZE - 3)) % HINTS;
    }
}
