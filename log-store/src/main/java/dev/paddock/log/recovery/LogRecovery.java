package dev.paddock.log.recovery;

import dev.paddock.log.epoch.LeaderEpochCodec;
import dev.paddock.log.epoch.LeaderEpochs;
import dev.paddock.log.io.DamagedFileException;
import dev.paddock.log.io.DiskFullException;
import dev.paddock.log.io.LogDirectory;
import dev.paddock.log.io.OffsetCheckpoint;
import dev.paddock.log.producer.ProducerLedger;
import dev.paddock.log.producer.ProducerSnapshotCodec;
import dev.paddock.log.producer.SnapshotFiles;
import dev.paddock.log.segment.CorruptSegmentException;
import dev.paddock.log.segment.LogSegment;
import dev.paddock.log.segment.SegmentContext;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens the log in a partition's folder. After a clean stop no segment is read, but for the very end of the last; otherwise
 * what is at or past the recovery point is scanned, the torn end is cut off, and what can be derived is built anew. Blocks;
 * one use, any thread.
 */
public final class LogRecovery {
    private static final Logger LOG = LoggerFactory.getLogger(LogRecovery.class);

    private final RecoveryRequest request;
    private final SegmentContext context;
    private final LogDirectory directory;
    private final ProducerLedger producers;
    private final SnapshotFiles snapshots;
    private final List<LogSegment> segments = new ArrayList<>();
    private LeaderEpochs epochs = new LeaderEpochs();
    private boolean epochsChanged;
    private boolean epochsLost;

    public LogRecovery(RecoveryRequest request) {
        this.request = request;
        context = request.context();
        directory = context.directory();
        producers = new ProducerLedger(request.producerLimits());
        snapshots = new SnapshotFiles(directory, context.folder());
    }

    public RecoveredLog run() throws IOException {
        FolderContent content = new FolderCleaning(context).run();
        for (long base : content.segments()) {
            String name = context.folder() + "/" + "%020d.log".formatted(base);
            segments.add(LogSegment.known(context, base, directory.size(name)));
        }
        readEpochs(content);
        repairTransactionIndexes(content);
        if (!request.clean()) {
            scan();
        }
        long startOffset = Math.max(
                request.startOffset(), segments.isEmpty() ? 0 : segments.get(0).baseOffset());
        if (segments.isEmpty() || last().readNextOffset() < startOffset) {
            refuseToEmptyAWholeLog(startOffset);
            startAt(startOffset);
        }
        long endOffset = last().readNextOffset();
        if (epochsLost) {
            rebuildEpochs();
        }
        epochsChanged |= epochs.truncateFromEnd(endOffset);
        epochsChanged |= epochs.truncateFromStart(startOffset);
        restoreProducers(startOffset, endOffset);
        long recoveryPoint = request.clean() ? endOffset : Math.min(request.recoveryPoint(), endOffset);
        return new RecoveredLog(segments, producers, epochs, startOffset, endOffset, recoveryPoint, epochsChanged);
    }

    private LogSegment last() {
        return segments.get(segments.size() - 1);
    }

    private void readEpochs(FolderContent content) throws IOException {
        if (!content.has(LeaderEpochCodec.FILE_NAME)) {
            return;
        }
        String name = context.folder() + "/" + LeaderEpochCodec.FILE_NAME;
        try {
            byte[] bytes = directory.read(name, LeaderEpochCodec.BYTES_MAX);
            epochs = LeaderEpochCodec.decode(
                    bytes, directory.path().resolve(name).toString());
        } catch (DamagedFileException e) {
            LOG.warn("{}; the batches have the epochs too, so that it is written anew from them", e.getMessage());
            epochsLost = true;
            epochsChanged = true;
        }
    }

    /**
     * Of segments that are not scanned anyway. Offset and time indexes are verified and built anew when they are used; what
     * this one leaves out nobody would miss.
     */
    private void repairTransactionIndexes(FolderContent content) throws IOException {
        var check = new TransactionIndexCheck(segments);
        for (int i = 0; i < firstToScan(); i++) {
            LogSegment segment = segments.get(i);
            if (content.hasTransactionIndex(segment.baseOffset()) && !check.isTrue(i)) {
                LOG.warn("{}: its index of aborted transactions is damaged and built anew", segment);
                rebuildTransactions(i);
            }
        }
    }

    private void rebuildTransactions(int index) throws IOException {
        LogSegment segment = segments.get(index);
        ProducerLedger before = new ProducerLedger(request.producerLimits());
        before.truncateFullyAndStartAt(segments.get(0).baseOffset());
        new ProducerRestore(before, snapshots).replay(segments.subList(0, index), segment.baseOffset());
        segment.forgetAborted();
        segment.visitFrom(segment.baseOffset(), new SegmentScanner(before, new LeaderEpochs()).visitor(segment));
        segment.force();
    }

    private int firstToScan() {
        if (request.clean()) {
            return segments.size();
        }
        int first = segments.size();
        while (first > 0 && !isBelowRecoveryPoint(first - 1)) {
            first--;
        }
        return first;
    }

    private boolean isBelowRecoveryPoint(int index) {
        return index + 1 < segments.size() && segments.get(index + 1).baseOffset() <= request.recoveryPoint();
    }

    private void scan() throws IOException {
        int first = firstToScan();
        if (first == segments.size()) {
            return;
        }
        long base = segments.get(first).baseOffset();
        long startOffset =
                Math.min(base, Math.max(request.startOffset(), segments.get(0).baseOffset()));
        producers.truncateFullyAndStartAt(startOffset);
        new ProducerRestore(producers, snapshots).restore(segments, startOffset, base, request.nowMs());
        SegmentScanner scanner = new SegmentScanner(producers, epochs);
        for (int i = first; i < segments.size(); i++) {
            if (i > first) {
                takeSnapshot(segments.get(i).baseOffset());
            }
            LogSegment segment = segments.get(i);
            if (!scanner.scan(segment, request.recoveryPoint()) || isGapBehind(i)) {
                refuseIfForced(i);
                dropFrom(i + 1);
            } else if (i < segments.size() - 1) {
                segment.seal();
            }
        }
        epochsChanged |= scanner.epochsChanged();
    }

    /** The next recovery does without it, and takes longer. */
    private void takeSnapshot(long offset) throws IOException {
        try {
            snapshots.write(offset, ProducerSnapshotCodec.encode(producers.entries()));
        } catch (IOException e) {
            if (!DiskFullException.isCauseOf(e)) {
                throw e;
            }
            LOG.warn("{}/{}: no snapshot of the producers: {}", directory.path(), context.folder(), e.getMessage());
        }
    }

    /** What is missing was on the disk once: that is no torn end behind which nothing counts. */
    private void refuseIfForced(int index) throws IOException {
        if (index + 1 < segments.size() && producers.endOffset() < request.recoveryPoint()) {
            throw new CorruptSegmentException(segments.get(index) + " ends at offset " + producers.endOffset()
                    + ", and was on the disk up to " + request.recoveryPoint()
                    + ": the segments behind it are left alone."
                    + " Take it from a replica or a backup, or move them away to go on without them");
        }
    }

    /** The disk need not have taken in the order of writing what was not forced: the end of a segment may be missing. */
    private boolean isGapBehind(int index) {
        return !request.mayHaveGaps()
                && index + 1 < segments.size()
                && segments.get(index + 1).baseOffset() != producers.endOffset();
    }

    /** What is behind a torn segment was written later, and nothing says that all between them is there. */
    private void dropFrom(int index) throws IOException {
        while (segments.size() > index) {
            LogSegment beyond = segments.remove(segments.size() - 1);
            LOG.warn("{}: is behind a gap and goes", beyond);
            beyond.delete();
        }
    }

    /** After an orderly end no log can end below its start. */
    private void refuseToEmptyAWholeLog(long startOffset) throws IOException {
        if (request.clean() && !segments.isEmpty()) {
            throw new DamagedFileException(
                    directory.path().resolve(OffsetCheckpoint.LOG_START).toString(),
                    context.folder() + " starts at offset " + startOffset + " by it, and ends at "
                            + last().readNextOffset() + ". Correct or delete the line of the partition");
        }
    }

    private void startAt(long startOffset) throws IOException {
        if (!segments.isEmpty()) {
            LOG.warn(
                    "{}/{}: ends at offset {}, below its start {}; it is emptied and goes on there",
                    directory.path(),
                    context.folder(),
                    last().readNextOffset(),
                    startOffset);
            dropFrom(0);
            epochsChanged |= epochs.clear();
        }
        segments.add(LogSegment.create(context, startOffset));
    }

    private void rebuildEpochs() throws IOException {
        for (LogSegment segment : segments) {
            segment.visitFrom(segment.baseOffset(), batch -> {
                if (batch.leaderEpoch() >= 0) {
                    epochs.assign(batch.leaderEpoch(), batch.baseOffset());
                }
            });
        }
    }

    private void restoreProducers(long startOffset, long endOffset) throws IOException {
        var bases = new HashSet<Long>();
        segments.forEach(segment -> bases.add(segment.baseOffset()));
        snapshots.deleteStrays(bases);
        if (producers.endOffset() != endOffset) {
            producers.truncateFullyAndStartAt(startOffset);
        }
        new ProducerRestore(producers, snapshots).restore(segments, startOffset, endOffset, request.nowMs());
    }
}
