package dev.paddock.log.clean;

import dev.paddock.log.LogSettings;
import dev.paddock.log.TopicPartition;
import dev.paddock.log.io.LogDirectory;
import dev.paddock.log.segment.LogSegment;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A log as its cleaner sees it, which is on another thread than its owner. */
public interface CleanableLog {
    TopicPartition partition();

    LogDirectory directory();

    LogSettings settings();

    /** Whether it was closed or deleted, or its disk failed: then nothing that goes wrong is news. */
    boolean isGone();

    /** Whether it was cut off since: then its segments may not be what they were. */
    boolean wasCutSince(LogSnapshot snapshot);

    /** Whoever gets it closes it. */
    CompletableFuture<LogSnapshot> snapshot();

    /**
     * Puts cleaned segments, which are on the disk with the suffix .cleaned, in the place of those of a snapshot. False when
     * the log has changed too much; then nothing was done, and the cleaned ones are still the caller's.
     */
    CompletableFuture<Boolean> replace(LogSnapshot snapshot, List<LogSegment> old, List<LogSegment> cleaned);
}
