package dev.paddock.log.log;

import dev.paddock.log.segment.LogSegment;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Forces what was appended, in the background one time after the other, and moves the recovery point behind it: never before
 * the disk has the batches, the epochs and the producers below it. Owned by the log's thread.
 */
final class LogFlush {
    private static final Logger LOG = LoggerFactory.getLogger(LogFlush.class);

    private final LogState log;
    private final TreeMap<Long, byte[]> snapshots = new TreeMap<>();
    /** What is being done in the background; null when nothing is. */
    private FlushWork underWay;

    private long wantedUpTo = -1;
    /** The lowest offset that the log was cut off at while work was under way. */
    private long truncatedTo = Long.MAX_VALUE;

    private long lastFlushMs;
    /** Up to here the last run left all in order, and nothing has changed below; -1 when that is not so. */
    private long untouchedTo;

    LogFlush(LogState log, long nowMs) {
        this.log = log;
        lastFlushMs = nowMs;
        untouchedTo = log.bounds.recoveryPoint();
    }

    /**
     * In the background.
     *
     * @param snapshot of the producers at that offset; null for none
     */
    void request(long upTo, byte[] snapshot) {
        if (snapshot != null) {
            snapshots.put(upTo, snapshot);
        }
        wantedUpTo = Math.max(wantedUpTo, upTo);
        if (underWay == null && log.isUsable()) {
            start();
        }
    }

    private void start() {
        try {
            // Readers need them after a crash as well.
            log.aborts.write();
        } catch (IOException e) {
            log.failed(e);
            return;
        }
        truncatedTo = Long.MAX_VALUE;
        FlushWork work = work(wantedUpTo);
        underWay = work;
        wantedUpTo = -1;
        log.context.environment().io().execute(() -> {
            IOException failure = null;
            try {
                work.run(log.epochFile);
            } catch (IOException e) {
                failure = e;
            }
            IOException result = failure;
            log.context.owner().execute(() -> finished(work, result));
        });
    }

    private void finished(FlushWork work, IOException failure) {
        underWay = null;
        if (failure != null) {
            undo(work);
            failed(work, failure);
            return;
        }
        long upTo = Math.min(work.upTo(), truncatedTo);
        moveRecoveryPoint(Math.min(upTo, log.bounds.end()));
        if (upTo < work.upTo()) {
            deleteSnapshotsAbove(upTo);
        }
        if (wantedUpTo >= 0 && log.isUsable()) {
            start();
        }
    }

    /** The next flush has to do it again. */
    private void undo(FlushWork work) {
        log.epochsChanged |= work.epochs() != null;
        log.folderChanged |= work.folder();
        work.producers().forEach((offset, snapshot) -> {
            if (offset <= truncatedTo) {
                snapshots.putIfAbsent(offset, snapshot);
            }
        });
    }

    private void failed(FlushWork work, IOException failure) {
        if (!log.isClosed()) {
            LOG.error("{}: cannot force the log up to offset {}", log.context.partition(), work.upTo(), failure);
            log.failed(failure);
        }
    }

    private void moveRecoveryPoint(long offset) {
        log.bounds.recoveryPoint(Math.max(log.bounds.recoveryPoint(), offset));
    }

    private void deleteSnapshotsAbove(long offset) {
        try {
            log.snapshots.deleteAbove(offset);
        } catch (IOException e) {
            log.failed(e);
        }
    }

    private FlushWork work(long upTo) {
        List<LogSegment> dirty = new ArrayList<>();
        long from = log.bounds.recoveryPoint();
        for (int i = log.segments.indexFor(from); i < log.segments.size(); i++) {
            LogSegment segment = log.segments.get(i);
            if (segment.baseOffset() < upTo) {
                segment.retain();
                dirty.add(segment);
            }
        }
        EpochFile.Content epochs = log.epochsChanged ? log.epochFile.take(log.epochs) : null;
        boolean folder = log.folderChanged;
        log.epochsChanged = false;
        log.folderChanged = false;
        var producers = new TreeMap<>(snapshots);
        snapshots.clear();
        return new FlushWork(upTo, dirty, epochs, producers, folder, log.segmentContext);
    }

    /** All that was appended, on this thread. */
    void now() throws IOException {
        log.aborts.write();
        if (underWay != null) {
            // It may never be carried out, and what it took along has to be on the disk when this returns.
            undo(underWay);
        }
        FlushWork work = work(log.bounds.end());
        try {
            work.run(log.epochFile);
        } catch (IOException e) {
            undo(work);
            throw e;
        }
        moveRecoveryPoint(work.upTo());
    }

    /** All, with the producers as they are at the end, on this thread: nothing follows. */
    void end(byte[] snapshot) throws IOException {
        if (log.bounds.end() == untouchedTo && !log.epochsChanged) {
            return;
        }
        if (log.bounds.end() > log.bounds.start()) {
            snapshots.put(log.bounds.end(), snapshot);
        }
        now();
    }

    /** By flush.ms. */
    void flushIfDue(long nowMs) {
        boolean isSetBack = nowMs < lastFlushMs;
        if (isSetBack || log.bounds.recoveryPoint() >= log.bounds.end()) {
            lastFlushMs = nowMs;
        } else if (nowMs - lastFlushMs >= log.settings.flushMs()) {
            lastFlushMs = nowMs;
            request(log.bounds.end(), null);
        }
    }

    /** The log is cut off here: what is forced above does not count. */
    void truncatedTo(long offset) {
        truncatedTo = Math.min(truncatedTo, offset);
        untouchedTo = -1;
        wantedUpTo = Math.min(wantedUpTo, offset);
        snapshots.tailMap(offset, false).clear();
    }
}
