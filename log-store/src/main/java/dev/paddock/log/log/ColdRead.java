package dev.paddock.log.log;

import dev.paddock.log.index.AbortedTxn;
import dev.paddock.log.index.AbortedTxns;
import dev.paddock.log.segment.LogSegment;
import dev.paddock.log.segment.LogSlice;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A read that needs the disk: made by the log's thread, carried out by any one, once. It holds the segments that it may
 * touch, so that they stay while the log goes on without them, until it is closed; whoever sends the slice closes it
 * afterwards, or retains the slice's segment.
 */
public final class ColdRead implements LogRead, AutoCloseable {
    /** @param endOffset batches that end below it may be read */
    record Wish(long offset, int bytesMax, boolean atLeastOneBatch, long endOffset, boolean committed) {}

    private final Wish wish;
    private final List<LogSegment> segments;
    private final long logEndOffset;
    private final long lastSegmentBytes;
    private final List<AbortedTxn> unwrittenAborts;
    private LogSlice slice;
    private boolean closed;

    /** @param segments retained; from the one in which the offset lies */
    ColdRead(Wish wish, List<LogSegment> segments, long logEndOffset, List<AbortedTxn> unwrittenAborts) {
        this.wish = wish;
        this.segments = segments;
        this.logEndOffset = logEndOffset;
        this.unwrittenAborts = unwrittenAborts;
        lastSegmentBytes = segments.get(segments.size() - 1).sizeBytes();
    }

    public long offset() {
        return wish.offset;
    }

    /** Blocks. Null when there is nothing; of length 0 when nothing fits. */
    public LogSlice run() throws IOException {
        for (int i = 0; i < segments.size() && slice == null; i++) {
            LogSegment segment = segments.get(i);
            if (segment.baseOffset() < wish.endOffset) {
                slice = segment.read(wish.offset, wish.bytesMax, wish.atLeastOneBatch, endPosition(i));
            }
        }
        return slice;
    }

    private long endPosition(int index) throws IOException {
        LogSegment segment = segments.get(index);
        boolean last = index == segments.size() - 1;
        if (!last && segments.get(index + 1).baseOffset() <= wish.endOffset) {
            return segment.sizeBytes();
        }
        // What was appended after this read was made is not to be seen by it.
        boolean allOfIt = wish.endOffset >= logEndOffset;
        return allOfIt && last ? lastSegmentBytes : segment.positionOf(wish.endOffset);
    }

    /**
     * After {@link #run}: the aborted transactions that touch its slice. Blocks; empty unless committed records were asked
     * for.
     */
    public List<AbortedTxn> aborted() throws IOException {
        if (!wish.committed || slice == null || slice.length() == 0) {
            return List.of();
        }
        long toOffset = slice.nextOffset() < 0 ? wish.endOffset : slice.nextOffset();
        List<AbortedTxn> found = new ArrayList<>();
        boolean complete = false;
        for (int i = segments.indexOf(slice.segment()); i < segments.size() && !complete; i++) {
            AbortedTxns aborted = segments.get(i).collectAborted(wish.offset, toOffset);
            found.addAll(aborted.found());
            complete = aborted.isComplete();
        }
        for (AbortedTxn txn : unwrittenAborts) {
            if (txn.lastOffset() >= wish.offset && txn.firstOffset() < toOffset && !found.contains(txn)) {
                found.add(txn);
            }
        }
        return found;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            segments.forEach(LogSegment::release);
        }
    }
}
