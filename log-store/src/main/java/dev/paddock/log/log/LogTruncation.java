package dev.paddock.log.log;

import dev.paddock.log.recovery.ProducerRestore;
import dev.paddock.log.segment.FilePosition;
import dev.paddock.log.segment.LogSegment;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Cuts a log off, from its end forward, so that the process may die at any moment and leave a log without a gap. Blocks; owned
 * by the log's thread.
 */
final class LogTruncation {
    private static final Logger LOG = LoggerFactory.getLogger(LogTruncation.class);

    private final LogState log;
    private final LogFlush flush;
    private final SegmentDisposal disposal;

    LogTruncation(LogState log, LogFlush flush, SegmentDisposal disposal) {
        this.log = log;
        this.flush = flush;
        this.disposal = disposal;
    }

    void truncateTo(long offset, long nowMs) throws IOException {
        if (offset > log.bounds.end()) {
            return;
        }
        if (offset == log.bounds.end()) {
            log.epochsChanged |= log.epochs.truncateFromEnd(offset);
            return;
        }
        if (offset < log.segments.first().baseOffset()) {
            startAnew(offset, nowMs);
            return;
        }
        LogSegment last = log.segments.get(log.segments.indexFor(offset));
        long end = endAfterCut(last, offset);
        long startOffset = Math.min(log.bounds.start(), offset);
        if (end < startOffset) {
            // The start is within the batch that goes; what is before it must not be seen again.
            startAnew(startOffset, nowMs);
            return;
        }
        forget(end);
        while (log.segments.active() != last) {
            disposal.dispose(log.segments.active());
            log.segments.removeLast();
        }
        last.context(log.segmentContext);
        last.truncateTo(offset);
        LOG.info("{}: truncated to offset {}, asked for {}", log.context.partition(), end, offset);
        log.activeSinceMs = nowMs;
        finish(end, startOffset, nowMs);
    }

    /** Where the offset is within a batch or a gap the log ends below it. */
    private static long endAfterCut(LogSegment last, long offset) throws IOException {
        FilePosition cut = last.find(offset);
        return Math.min(offset, cut == null ? last.readNextOffset() : cut.baseOffset());
    }

    /** Empties the log, which goes on at this offset. */
    void startAnew(long offset, long nowMs) throws IOException {
        forget(Math.min(offset, log.segments.first().baseOffset()));
        while (log.segments.size() > 1) {
            disposal.dispose(log.segments.removeLast());
        }
        LogSegment last = log.segments.active();
        disposal.dispose(last);
        log.snapshots.deleteAll();
        log.segments.add(LogSegment.create(log.segmentContext, offset));
        log.segments.removeFirst();
        log.activeSinceMs = nowMs;
        log.epochs.clear();
        log.bounds.recoveryPoint(offset);
        LOG.info("{}: emptied, goes on at offset {}", log.context.partition(), offset);
        finish(offset, offset, nowMs);
    }

    private void forget(long offset) throws IOException {
        log.truncations.incrementAndGet();
        flush.truncatedTo(offset);
        log.bounds.recoveryPoint(Math.min(log.bounds.recoveryPoint(), offset));
        log.context.environment().watcher().beforeTruncation(log.context.partition(), offset);
        log.tail.truncateTo(offset);
        log.aborts.truncateTo(offset);
    }

    private void finish(long endOffset, long startOffset, long nowMs) throws IOException {
        // What was cut off must not come back after a crash, behind what will be appended instead.
        log.segments.active().force();
        log.segmentContext.directory().forceFolder(log.segmentContext.folder());
        log.epochs.truncateFromEnd(endOffset);
        log.epochsChanged = true;
        log.bounds.start(startOffset);
        log.bounds.end(endOffset);
        log.bounds.highWatermark(Math.max(startOffset, Math.min(log.bounds.highWatermark(), endOffset)));
        log.bounds.recoveryPoint(Math.min(log.bounds.recoveryPoint(), endOffset));
        log.sizeChanged();
        // What it knows may come from batches that are gone.
        log.producers.truncateFullyAndStartAt(startOffset);
        new ProducerRestore(log.producers, log.snapshots).restore(log.segments.from(0), startOffset, endOffset, nowMs);
        log.producers.onHighWatermark(log.bounds.highWatermark());
    }
}
