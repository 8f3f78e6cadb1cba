package dev.paddock.log.store;

import dev.paddock.log.LogSettings;
import dev.paddock.log.TopicPartition;
import dev.paddock.log.clean.CleanableLog;
import dev.paddock.log.clean.LogSnapshot;
import dev.paddock.log.clean.OwnedLog;
import dev.paddock.log.io.LogDirectory;
import dev.paddock.log.log.PartitionLog;
import dev.paddock.log.segment.LogSegment;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** A log for its cleaner that is opened when that wants to see it. Any thread. */
final class UnopenedLog implements CleanableLog {
    private final StoredPartition stored;
    private final LogSettings settings;
    private final Function<StoredPartition, CompletableFuture<PartitionLog>> opener;
    /** Null until then. */
    private volatile OwnedLog opened;

    UnopenedLog(
            StoredPartition stored,
            LogSettings settings,
            Function<StoredPartition, CompletableFuture<PartitionLog>> opener) {
        this.stored = stored;
        this.settings = settings;
        this.opener = opener;
    }

    @Override
    public TopicPartition partition() {
        return stored.partition();
    }

    @Override
    public LogDirectory directory() {
        return stored.directory().directory();
    }

    @Override
    public LogSettings settings() {
        return opened == null ? settings : opened.settings();
    }

    @Override
    public boolean isGone() {
        return opened == null ? stored.deletion() != null || !stored.directory().isOnline() : opened.isGone();
    }

    @Override
    public boolean wasCutSince(LogSnapshot snapshot) {
        return opened != null && opened.wasCutSince(snapshot);
    }

    @Override
    public CompletableFuture<LogSnapshot> snapshot() {
        return opener.apply(stored).thenCompose(log -> {
            opened = new OwnedLog(log);
            return opened.snapshot();
        });
    }

    @Override
    public CompletableFuture<Boolean> replace(LogSnapshot snapshot, List<LogSegment> old, List<LogSegment> cleaned) {
        return opened.replace(snapshot, old, cleaned);
    }
}
