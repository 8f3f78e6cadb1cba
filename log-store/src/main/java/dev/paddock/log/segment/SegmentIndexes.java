package dev.paddock.log.segment;

import dev.paddock.log.index.OffsetEntry;
import dev.paddock.log.index.OffsetIndex;
import dev.paddock.log.index.TimeEntry;
import dev.paddock.log.index.TimeIndex;
import dev.paddock.log.io.DiskFullException;
import dev.paddock.protocol.record.BatchView;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Offset and time index of a segment, and the largest timestamp, which belongs to them. Loaded on first use; an index that is
 * missing or does not fit the log file is built anew from it. The monitor keeps those apart who change it: the appender, and
 * a reader that loads or rebuilds.
 */
final class SegmentIndexes {
    private static final Logger LOG = LoggerFactory.getLogger(SegmentIndexes.class);
    private static final TimeEntry UNKNOWN = null;
    /** How far the log may go on behind the last time entry to be looked through for something larger. */
    private static final long UNINDEXED_BYTES_MAX = 8 << 20;

    private final SegmentFiles files;
    private final long baseOffset;
    private final LongSupplier logBytes;
    private final OffsetIndex offsets;
    private final TimeIndex times;
    private volatile int intervalBytes;
    private volatile int bytesMax;
    private volatile TimeEntry largest = UNKNOWN;
    private volatile boolean isLoaded;
    private volatile boolean isSuspect;
    private long lastIndexedPosition;

    SegmentIndexes(SegmentFiles files, long baseOffset, LongSupplier logBytes) {
        this.files = files;
        this.logBytes = logBytes;
        this.baseOffset = baseOffset;
        this.offsets = new OffsetIndex(files.offsetIndex(), baseOffset);
        this.times = new TimeIndex(files.timeIndex(), baseOffset);
    }

    void settings(SegmentContext context) {
        intervalBytes = context.indexIntervalBytes();
        bytesMax = context.indexBytesMax();
    }

    OffsetIndex offsets() {
        return offsets;
    }

    TimeIndex times() {
        return times;
    }

    /** The time index keeps one place for the entry it gets when the segment is sealed. */
    boolean areFull() {
        return offsets.count() >= bytesMax / OffsetIndex.ENTRY_BYTES
                || times.count() >= bytesMax / TimeIndex.ENTRY_BYTES - 1;
    }

    TimeEntry largest() {
        return largest;
    }

    synchronized void startEmpty() throws IOException {
        offsets.reset();
        times.reset();
        largest = new TimeEntry(BatchView.NO_TIMESTAMP, baseOffset);
        lastIndexedPosition = 0;
        isLoaded = true;
        isSuspect = false;
    }

    /** An entry has proved wrong, or is missing: the next use builds them anew. */
    void suspect(String why) {
        if (!isSuspect) {
            isSuspect = true;
            LOG.warn("the index of {} does not fit it ({}); it is built anew", files.log(), why);
        }
    }

    /** Makes them ready for use. */
    void load() throws IOException {
        if (!isLoaded || isSuspect) {
            loadOrRebuild();
        }
    }

    private synchronized void loadOrRebuild() throws IOException {
        if (!isLoaded && !isSuspect) {
            isLoaded = areSane();
            isSuspect = !isLoaded;
        }
        if (isSuspect) {
            rebuild();
        }
    }

    /** Whether the files are there and fit the log file, by what can be seen without reading all of it. */
    synchronized boolean checkSane() throws IOException {
        if (!isLoaded && !isSuspect) {
            isLoaded = areSane();
            isSuspect = !isLoaded;
        }
        return !isSuspect;
    }

    /** Leaves the largest timestamp behind when they are. */
    private boolean areSane() throws IOException {
        long end = logBytes.getAsLong();
        try {
            if (!offsets.load(end) || !times.load() || !findLargest(end)) {
                return false;
            }
            OffsetEntry last = offsets.last();
            lastIndexedPosition = last == null ? 0 : last.position();
            return true;
        } catch (NoSuchFileException | CorruptSegmentException e) {
            LOG.info("{}: {}", files.log(), e.toString());
            return false;
        }
    }

    /**
     * It is the last entry's, when that is true and nothing larger follows: a sealed segment has it there, but a file that
     * lost its end has not.
     */
    private boolean findLargest(long end) throws IOException {
        TimeEntry last = times.last();
        TimeEntry known = last == null ? new TimeEntry(BatchView.NO_TIMESTAMP, baseOffset) : last;
        if (end > 0) {
            OffsetEntry near = offsets.floor(known.offset());
            try (BatchCursor cursor = new BatchCursor(files.log(), end)) {
                boolean more = cursor.moveTo(near == null ? 0 : near.position());
                while (more && last != null && cursor.batch().lastOffset() < known.offset()) {
                    more = cursor.next();
                }
                if (!more || (last != null && cursor.batch().maxTimestamp() != known.timestamp())) {
                    return false;
                }
                if (isFollowedByLarger(cursor, known, end)) {
                    return false;
                }
            }
        }
        largest = known;
        return true;
    }

    /** As far as the log file can be followed: behind what is damaged no index knows more than this one. */
    private boolean isFollowedByLarger(BatchCursor cursor, TimeEntry known, long end) throws IOException {
        try {
            boolean more = true;
            if (end - cursor.position() > UNINDEXED_BYTES_MAX) {
                OffsetEntry late = offsets.last();
                more = cursor.moveTo(Math.max(cursor.position(), late == null ? 0 : late.position()));
            }
            for (; more; more = cursor.next()) {
                if (cursor.batch().maxTimestamp() > known.timestamp()) {
                    return true;
                }
            }
        } catch (CorruptSegmentException e) {
            LOG.error("{}", e.getMessage());
        }
        return false;
    }

    /** From the headers in the log file, which is not changed. */
    private void rebuild() throws IOException {
        startEmpty();
        isLoaded = false;
        try (BatchCursor cursor = new BatchCursor(files.log(), logBytes.getAsLong())) {
            for (boolean more = cursor.moveTo(0); more; more = cursor.next()) {
                add(cursor.batch(), cursor.position());
            }
        } catch (CorruptSegmentException e) {
            // What lies before it can be found; who reads on from there comes upon the damage.
            LOG.error("{}", e.getMessage());
        }
        addLast();
        isLoaded = true;
        flushIfThereIsSpace();
        LOG.info("the index of {} was built anew: {} and {} entries", files.log(), offsets.count(), times.count());
    }

    /** Batches that have been written at a position, which the size of the log file counts by now. Never fails. */
    synchronized void appended(ByteBuf batches, AppendSpan span, long position) {
        if (position + batches.readableBytes() - lastIndexedPosition <= intervalBytes) {
            note(span.maxTimestamp(), span.offsetOfMaxTimestamp());
            return;
        }
        BatchView batch = new BatchView();
        int start = batches.readerIndex();
        for (int at = start; at < batches.writerIndex(); at += batch.sizeInBytes()) {
            add(batch.wrap(batches, at), position + at - start);
        }
    }

    /** The rule: a batch gets an entry when more than the interval lies between it and the last one that got one. */
    synchronized void add(BatchView batch, long position) {
        note(batch.maxTimestamp(), batch.lastOffset());
        if (position - lastIndexedPosition > intervalBytes && !areFull()) {
            offsets.append(batch.lastOffset(), position);
            times.appendIfLarger(largest);
            lastIndexedPosition = position;
        }
    }

    private void note(long timestamp, long offset) {
        if (timestamp > largest.timestamp()) {
            largest = new TimeEntry(timestamp, offset);
        }
    }

    synchronized void addLast() {
        times.appendIfLarger(largest);
    }

    synchronized void addLastIfLoaded() {
        if (isLoaded) {
            addLast();
        }
    }

    /** The log file has been cut before the batch with an offset. */
    synchronized void truncateTo(long offset) throws IOException {
        try {
            offsets.truncateTo(offset);
            times.truncateTo(offset);
            findLargestAfterTruncation();
        } catch (CorruptSegmentException e) {
            suspect(e.getMessage());
            rebuild();
        }
    }

    private void findLargestAfterTruncation() throws IOException {
        OffsetEntry last = offsets.last();
        lastIndexedPosition = last == null ? 0 : last.position();
        TimeEntry time = times.last();
        largest = time == null ? new TimeEntry(BatchView.NO_TIMESTAMP, baseOffset) : time;
        OffsetEntry near = offsets.floor(largest.offset());
        try (BatchCursor cursor = new BatchCursor(files.log(), logBytes.getAsLong())) {
            for (boolean more = cursor.moveTo(near == null ? 0 : near.position()); more; more = cursor.next()) {
                note(cursor.batch().maxTimestamp(), cursor.batch().lastOffset());
            }
        }
    }

    synchronized void flush() throws IOException {
        if (isLoaded) {
            offsets.flush();
            times.flush();
        }
    }

    /** On a full disk the entries wait in memory, so that what they lead to can be read meanwhile. */
    synchronized void flushIfThereIsSpace() throws IOException {
        try {
            flush();
        } catch (IOException e) {
            if (!DiskFullException.isCauseOf(e)) {
                throw e;
            }
            LOG.warn("the index of {} stays in memory: {}", files.log(), e.getMessage());
        }
    }

    synchronized void force() throws IOException {
        offsets.force();
        times.force();
    }

    synchronized void closeIdle() throws IOException {
        if (isLoaded) {
            try {
                offsets.closeIdle();
            } finally {
                times.closeIdle();
            }
        }
    }
}
