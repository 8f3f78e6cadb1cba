package dev.paddock.log.store;

import dev.paddock.log.LogSettings;
import dev.paddock.log.TopicPartition;
import dev.paddock.log.io.LogDirectory;
import dev.paddock.log.io.PartitionMetadataFile;
import dev.paddock.log.log.LogContext;
import dev.paddock.log.log.LogEnvironment;
import dev.paddock.log.log.PartitionLog;
import dev.paddock.log.recovery.LogRecovery;
import dev.paddock.log.recovery.RecoveredLog;
import dev.paddock.log.recovery.RecoveryRequest;
import dev.paddock.log.segment.CorruptSegmentException;
import dev.paddock.log.segment.SegmentContext;
import dev.paddock.protocol.Uuid;
import java.io.IOException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens the log of one partition, and makes its folder when it is new. Blocks; one use. */
final class PartitionOpening {
    private static final Logger LOG = LoggerFactory.getLogger(PartitionOpening.class);

    private final StoredPartition stored;
    private final TopicPartition partition;
    private final StoreDirectory directory;
    private final StoreSeams seams;
    private final StoreParts parts;
    private final StoreCleaning cleaning;

    PartitionOpening(StoredPartition stored, StoreSeams seams, StoreParts parts, StoreCleaning cleaning) {
        this.stored = stored;
        partition = stored.partition();
        directory = stored.directory();
        this.seams = seams;
        this.parts = parts;
        this.cleaning = cleaning;
    }

    /** @param topicId for a new folder; null when the caller does not know it */
    PartitionLog run(Uuid topicId) throws IOException {
        LogSettings settings = seams.settings().apply(partition.topic());
        String folder = partition.toString();
        LogDirectory disk = directory.directory();
        if (stored.isNew()) {
            disk.createFolder(folder);
        }
        stored.topicId(PartitionMetadataFile.read(disk, folder).orElse(null));
        if (stored.topicId() == null && topicId != null && !topicId.equals(Uuid.ZERO)) {
            PartitionMetadataFile.write(disk, folder, topicId);
            stored.topicId(topicId);
        }
        if (stored.isNew()) {
            disk.forceFolder("");
        }
        SegmentContext segments = new SegmentContext(
                disk,
                folder,
                parts.openFiles(),
                directory.threads(),
                settings.indexIntervalBytes(),
                settings.indexBytesMax());
        RecoveredLog found = recover(segments, settings);
        LogEnvironment environment = new LogEnvironment(
                directory.threads(),
                parts.later(directory),
                parts.tails(),
                seams.allocator(),
                parts.watcher(),
                parts.producerLimits());
        LogContext context =
                new LogContext(partition, segments, safe(seams.owners().apply(partition)), environment);
        long highWatermark = stored.isNew() ? 0 : directory.checkpoints().highWatermark(partition);
        return new PartitionLog(
                context, settings, found, highWatermark, seams.clockMs().getAsLong());
    }

    private RecoveredLog recover(SegmentContext segments, LogSettings settings) throws IOException {
        boolean clean = directory.wasClean() || stored.isNew();
        // What a partition of the same name left in the checkpoints is nothing to a new one.
        DirCheckpoints checkpoints = directory.checkpoints();
        RecoveryRequest request = new RecoveryRequest(
                segments,
                clean,
                settings.compact() || cleaning.wasCleaned(stored),
                stored.isNew() ? 0 : checkpoints.startOffset(partition),
                stored.isNew() ? 0 : checkpoints.recoveryPoint(partition),
                parts.producerLimits(),
                seams.clockMs().getAsLong());
        try {
            return new LogRecovery(request).run();
        } catch (CorruptSegmentException e) {
            LOG.warn("{}: {}; looking through all of it", partition, e.getMessage());
            return new LogRecovery(request.fromTheBeginning()).run();
        }
    }

    /** While the broker stops, its threads may be gone before the store is closed; closing does what they would have. */
    private Executor safe(Executor owner) {
        return task -> {
            try {
                owner.execute(task);
            } catch (RejectedExecutionException e) {
                LOG.debug("{}: its thread has ended", partition, e);
            }
        };
    }
}
