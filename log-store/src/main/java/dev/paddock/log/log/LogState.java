package dev.paddock.log.log;

import dev.paddock.log.LogSettings;
import dev.paddock.log.epoch.LeaderEpochs;
import dev.paddock.log.io.DamagedFileException;
import dev.paddock.log.io.DiskFullException;
import dev.paddock.log.producer.ProducerLedger;
import dev.paddock.log.producer.SnapshotFiles;
import dev.paddock.log.recovery.RecoveredLog;
import dev.paddock.log.segment.CorruptSegmentException;
import dev.paddock.log.segment.SegmentContext;
import dev.paddock.protocol.ErrorCode;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a log is made of, for the classes of this package that act on it. Owned by the log's thread, but for the marked. */
final class LogState {
    private static final Logger LOG = LoggerFactory.getLogger(LogState.class);

    final LogContext context;
    final SegmentList segments;
    final LogBounds bounds = new LogBounds();
    final ProducerLedger producers;
    final LeaderEpochs epochs;
    final SnapshotFiles snapshots;
    final Tail tail;
    final RecentAborts aborts = new RecentAborts();
    /** Others than the owner read them too. */
    volatile LogSettings settings;

    SegmentContext segmentContext;
    /** What segment.ms counts from when records have no time. */
    long activeSinceMs;

    long lastUseMs;
    boolean epochsChanged;
    /** Whether files have been created or renamed that the folder on the disk may not know of. */
    boolean folderChanged = true;

    /** One write of the file of epochs after the other, by whatever thread. */
    final EpochFile epochFile;

    /** How often the log was cut off; whoever works on a part of it elsewhere asks whether that still counts. Any thread. */
    final AtomicInteger truncations = new AtomicInteger();

    /** Any thread. */
    private volatile boolean offline;

    private volatile boolean closed;

    LogState(LogContext context, LogSettings settings, RecoveredLog found, long highWatermark, long nowMs) {
        this.context = context;
        this.settings = settings;
        segmentContext = context.segments();
        segments = new SegmentList(found.segments());
        producers = found.producers();
        epochs = found.epochs();
        epochsChanged = found.epochsChanged();
        snapshots = new SnapshotFiles(segmentContext.directory(), segmentContext.folder());
        epochFile = new EpochFile(segmentContext.directory(), segmentContext.folder());
        tail = new Tail(context.environment().tails(), context.environment().allocator());
        activeSinceMs = nowMs;
        lastUseMs = nowMs;
        bounds.start(found.startOffset());
        bounds.end(found.endOffset());
        bounds.recoveryPoint(found.recoveryPoint());
        bounds.highWatermark(Math.max(found.startOffset(), Math.min(highWatermark, found.endOffset())));
        bounds.sizeBytes(segments.sizeBytes());
        producers.onHighWatermark(bounds.highWatermark());
    }

    boolean isUsable() {
        return !offline && !closed;
    }

    boolean isClosed() {
        return closed;
    }

    void close() {
        closed = true;
    }

    /** Any thread. */
    void goOffline() {
        offline = true;
    }

    /** Takes note of what the disk refused. Only a full one is expected to be well again. Any thread. */
    void failed(IOException e) {
        // What is done in the background may find the files of a log gone that was closed and deleted in the meantime.
        if (closed || DiskFullException.isCauseOf(e)) {
            return;
        }
        if (e instanceof CorruptSegmentException || e instanceof DamagedFileException) {
            // The disk answers, only not with what it was given: nobody else's matter.
            LOG.error("{}: {}", context.partition(), e.getMessage());
        } else {
            offline = true;
            context.environment().watcher().onFailure(segmentContext.directory(), e);
        }
    }

    AppendOutcome storageError(String what) {
        return AppendOutcome.refused(ErrorCode.KAFKA_STORAGE_ERROR, context.partition() + ": " + what, bounds.start());
    }

    AppendOutcome offlineError() {
        if (closed) {
            return storageError("the log has been closed");
        }
        return storageError("the log dir " + segmentContext.directory().path() + " is offline; see the broker's log");
    }

    void sizeChanged() {
        bounds.sizeBytes(segments.sizeBytes());
    }
}
