package dev.paddock.log.clean;

import dev.paddock.log.index.AbortedTxn;
import dev.paddock.log.segment.AppendSpan;
import dev.paddock.log.segment.LogSegment;
import dev.paddock.log.segment.SegmentContext;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The segments that a group becomes: nearly always one. Only when the rest does not fit into its file or its indexes, as
 * delete horizons have made records longer, another begins. Belongs to the cleaner's thread until it is handed over.
 */
final class CleanedOutput {
    private static final Logger LOG = LoggerFactory.getLogger(CleanedOutput.class);
    private static final String SUFFIX = ".cleaned";

    private final SegmentContext context;
    private final List<LogSegment> segments = new ArrayList<>();
    private LogSegment current;

    CleanedOutput(SegmentContext context, long baseOffset) throws IOException {
        this.context = context;
        begin(baseOffset);
    }

    private void begin(long baseOffset) throws IOException {
        current = LogSegment.create(context, baseOffset, SUFFIX);
        segments.add(current);
    }

    /** Whole batches. */
    void append(ByteBuf batches) throws IOException {
        AppendSpan span = AppendSpan.of(batches);
        boolean hasRoom = current.sizeBytes() + batches.readableBytes() <= Integer.MAX_VALUE;
        if (current.sizeBytes() > 0 && !(hasRoom && current.canHold(span.lastOffset()))) {
            current.seal();
            begin(span.firstOffset());
        }
        current.append(batches, span);
    }

    void appendAborted(AbortedTxn txn) throws IOException {
        current.appendAborted(txn);
    }

    /** Returns when all of it is on the disk. It is as old as what it was made from. */
    void finish(long lastModifiedMs) throws IOException {
        current.seal();
        for (LogSegment segment : segments) {
            segment.force();
            segment.lastModifiedMs(lastModifiedMs);
        }
    }

    /** Removes what was written, as well as it goes: the next start removes the rest. */
    void discard() {
        try {
            for (LogSegment segment : segments) {
                segment.delete();
            }
        } catch (IOException e) {
            LOG.warn("Cannot remove {}, which was to be a cleaned segment: {}", segments, e.toString());
        }
    }

    /** It is the log's from now on, or removed when that does not take it. */
    CompletableFuture<Boolean> handOver(CleanableLog log, LogSnapshot snapshot, List<LogSegment> old) {
        return log.replace(snapshot, old, List.copyOf(segments)).thenApply(isTaken -> {
            if (!isTaken) {
                discard();
            }
            return isTaken;
        });
    }
}
