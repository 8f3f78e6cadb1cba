package dev.paddock.log.clean;

import dev.paddock.log.index.AbortedTxn;
import dev.paddock.log.segment.AppendSpan;
import dev.paddock.log.segment.LogSegment;
import dev.paddock.log.segment.SegmentContext;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The segments that a group becomes: nearly always one. Only when the rest does not fit into its file or its indexes, as
 * delete horizons have made records longer, another begins. Belongs to the cleaner's thread until it is handed over.
 */
final class CleanedOutput {
    static final String SUFFIX = ".cleaned";

    private final SegmentContext context;
    private final long segmentBytesMax;
    private final List<LogSegment> segments = new ArrayList<>();
    private LogSegment current;

    /** @param segmentBytesMax more than the segments' of the group, as long as a file can have it */
    CleanedOutput(SegmentContext context, long baseOffset, long segmentBytesMax) throws IOException {
        this.context = context;
        this.segmentBytesMax = segmentBytesMax;
        begin(baseOffset);
    }

    private void begin(long baseOffset) throws IOException {
        current = LogSegment.create(context, baseOffset, SUFFIX);
        segments.add(current);
    }

    /** Whole batches. */
    void append(ByteBuf batches) throws IOException {
        AppendSpan span = AppendSpan.of(batches);
        if (current.sizeBytes() > 0
                && (current.sizeBytes() + batches.readableBytes() > segmentBytesMax
                        || !current.canHold(span.lastOffset()))) {
            current.seal();
            begin(span.firstOffset());
        }
        current.append(batches, span);
    }

    void appendAborted(AbortedTxn txn) throws IOException {
        current.appendAborted(txn);
    }

    /** Returns when all of it is on the disk. */
    List<LogSegment> finish(long lastModifiedMs) throws IOException {
        current.seal();
        for (LogSegment segment : segments) {
            segment.force();
        }
        return segments;
    }

    void discard() throws IOException {
        for (LogSegment segment : segments) {
            segment.delete();
        }
    }
}
