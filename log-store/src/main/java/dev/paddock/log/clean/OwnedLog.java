package dev.paddock.log.clean;

import dev.paddock.log.LogSettings;
import dev.paddock.log.TopicPartition;
import dev.paddock.log.io.LogDirectory;
import dev.paddock.log.log.PartitionLog;
import dev.paddock.log.segment.LogSegment;
import dev.paddock.log.segment.SegmentContext;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;

/** A partition's log for its cleaner: what touches the log is done on the thread that owns it. Any thread. */
public final class OwnedLog implements CleanableLog {
    private final PartitionLog log;

    public OwnedLog(PartitionLog log) {
        this.log = log;
    }

    @Override
    public TopicPartition partition() {
        return log.partition();
    }

    @Override
    public LogDirectory directory() {
        return log.context().segments().directory();
    }

    @Override
    public LogSettings settings() {
        return log.settings();
    }

    @Override
    public boolean isGone() {
        return log.isOffline();
    }

    @Override
    public CompletableFuture<LogSnapshot> snapshot() {
        try {
            return onOwner(this::look);
        } catch (RejectedExecutionException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private LogSnapshot look() throws IOException {
        if (log.isOffline() || !log.abortsAreIndexed()) {
            throw new IOException(log.partition() + " is closed or its disk fails or is full");
        }
        List<LogSegment> segments = log.segments();
        segments.forEach(LogSegment::retain);
        return new LogSnapshot(
                context(),
                log.startOffset(),
                log.endOffset(),
                log.lastStableOffset(),
                segments,
                log.producers().entries(),
                log.truncations());
    }

    private SegmentContext context() {
        SegmentContext context = log.context().segments();
        LogSettings settings = log.settings();
        return context.with(context.folder(), settings.indexIntervalBytes(), settings.indexBytesMax());
    }

    @Override
    public boolean wasCutSince(LogSnapshot snapshot) {
        return log.truncations() != snapshot.truncations();
    }

    @Override
    public CompletableFuture<Boolean> replace(LogSnapshot snapshot, List<LogSegment> old, List<LogSegment> cleaned) {
        try {
            // A segment that was cut and sealed again is the same one with other records; and what a record was removed
            // for
            // may be among those that were cut off.
            return onOwner(() -> !wasCutSince(snapshot) && log.replace(old, cleaned));
        } catch (RejectedExecutionException e) {
            // The broker stops.
            return CompletableFuture.completedFuture(false);
        }
    }

    private <T> CompletableFuture<T> onOwner(Callable<T> work) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        log.context().owner().execute(() -> {
            try {
                answer.complete(work.call());
            } catch (Exception e) {
                answer.completeExceptionally(e);
            }
        });
        return answer;
    }
}
