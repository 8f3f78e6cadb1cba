package dev.paddock.bench;

import dev.paddock.log.LogSettings;
import dev.paddock.log.TopicPartition;
import dev.paddock.log.io.DiskLogDirectory;
import dev.paddock.log.io.LogDirectory;
import dev.paddock.log.io.OpenFiles;
import dev.paddock.log.log.AppendOutcome;
import dev.paddock.log.log.AppendRequest;
import dev.paddock.log.log.LogContext;
import dev.paddock.log.log.LogEnvironment;
import dev.paddock.log.log.LogWatcher;
import dev.paddock.log.log.PartitionLog;
import dev.paddock.log.log.TailMemory;
import dev.paddock.log.recovery.LogRecovery;
import dev.paddock.log.recovery.RecoveryRequest;
import dev.paddock.log.segment.SegmentContext;
import dev.paddock.log.store.StoreSettings;
import io.netty.buffer.ByteBufAllocator;
import java.io.IOException;
import java.util.List;

/**
 * One partition's log on a real disk, with what a store and a shard do for it. Segments are rolled, forced and deleted, so that
 * there are never more than a few. Owned by the thread that measures; close() deletes it.
 */
final class MeasuredLog implements AutoCloseable, LogWatcher {
    static final long SEGMENT_BYTES = 128 << 20;

    private static final TopicPartition PARTITION = new TopicPartition("bench", 0);
    private static final int LEADER_EPOCH = 1;

    private final Folder folder = new Folder();
    private final Background background = new Background();
    private final long nowMs;
    private final long retentionBytes;
    private final PartitionLog log;

    /** @param retentionBytes what is kept at least; segments above it are deleted */
    MeasuredLog(long retentionBytes, long segmentBytes, long nowMs) throws IOException {
        this.nowMs = nowMs;
        this.retentionBytes = retentionBytes;
        LogSettings settings = LogSettings.DEFAULTS
                .change()
                .segmentBytes(segmentBytes)
                .retentionBytes(retentionBytes)
                .build();
        StoreSettings store = StoreSettings.DEFAULTS;
        LogDirectory disk = new DiskLogDirectory(folder.path());
        disk.createFolder(PARTITION.toString());
        SegmentContext segments = new SegmentContext(
                disk,
                PARTITION.toString(),
                new OpenFiles(store.openFiles()),
                background.io(),
                settings.indexIntervalBytes(),
                settings.indexBytesMax());
        LogEnvironment environment = new LogEnvironment(
                background.io(),
                (task, delayMs) -> background.io().execute(task),
                new TailMemory(store.tailBytes(), store.tailBytesEach()),
                ByteBufAllocator.DEFAULT,
                this,
                store.producers());
        var request = new RecoveryRequest(segments, true, false, 0, 0, store.producers(), nowMs);
        log = new PartitionLog(
                new LogContext(PARTITION, segments, background.owner(), environment),
                settings,
                new LogRecovery(request).run(),
                0,
                nowMs);
    }

    PartitionLog log() {
        return log;
    }

    /** As a shard does at the end of a turn; the last outcome. */
    AppendOutcome append(List<AppendRequest> requests) {
        List<AppendOutcome> outcomes = log.append(requests, LEADER_EPOCH, nowMs);
        log.raiseHighWatermark(log.endOffset());
        background.takeMail();
        if (log.sizeBytes() >= retentionBytes + 2 * SEGMENT_BYTES) {
            log.retain(nowMs);
        }
        AppendOutcome last = outcomes.get(outcomes.size() - 1);
        if (!last.isOk() || last.isDuplicate()) {
            throw new IllegalStateException("not appended: " + last);
        }
        return last;
    }

    @Override
    public void onFailure(LogDirectory directory, Throwable cause) {
        throw new IllegalStateException("the disk failed: " + directory.path(), cause);
    }

    @Override
    public void beforeTruncation(TopicPartition partition, long offset) {
        throw new IllegalStateException("nothing is to be cut off here: " + offset);
    }

    @Override
    public void close() throws IOException {
        log.close();
        background.close();
        folder.close();
    }
}
