package dev.paddock.log.clean;

import dev.paddock.log.segment.LogSegment;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.util.List;

/**
 * Writes what stays of a group of segments, and hands it over to the log. Belongs to the cleaner's thread; close() gives the
 * memory back.
 */
final class GroupRewriter implements AutoCloseable {
    private final CleanableLog log;
    private final LogSnapshot snapshot;
    private final BatchCleaner cleaner;
    private final CleaningPace pace;
    private final CleaningBudget budget;
    private final ByteBuf out;

    GroupRewriter(
            CleanableLog log, LogSnapshot snapshot, BatchCleaner cleaner, CleaningPace pace, CleaningBudget budget) {
        this.log = log;
        this.snapshot = snapshot;
        this.cleaner = cleaner;
        this.pace = pace;
        this.budget = budget;
        this.out = budget.alloc().directBuffer(budget.bufferBytes());
    }

    /** A segment of the group, and what its batches have to be measured by. */
    record Source(LogSegment segment, BatchCleaner.Expectations expectations) {}

    void replace(List<Source> group) throws IOException, CleaningCancelledException {
        CleanedOutput output =
                new CleanedOutput(snapshot.context(), group.get(0).segment().baseOffset());
        boolean isWritten = false;
        try {
            for (Source source : group) {
                cleaner.beginSegment(source.expectations(), output::appendAborted);
                rewrite(source.segment(), output);
            }
            // Forcing takes its time.
            pace.check();
            output.finish(group.get(group.size() - 1).segment().lastModifiedMs());
            pace.check();
            isWritten = true;
        } finally {
            if (!isWritten) {
                output.discard();
            }
        }
        if (!pace.await(output.handOver(
                log, snapshot, group.stream().map(Source::segment).toList()))) {
            // Retention or a truncation was quicker; what is left will be looked at anew.
            throw new CleaningCancelledException();
        }
        // Before a later group: a tombstone must not go on the disk while what it deletes could come back.
        snapshot.context().directory().forceFolder(snapshot.context().folder());
    }

    private void rewrite(LogSegment segment, CleanedOutput output) throws IOException, CleaningCancelledException {
        try (BatchReader reader = new BatchReader(segment, 0, budget.bufferBytes(), budget.alloc())) {
            for (int read = reader.fill(); read > 0; read = reader.fill()) {
                pace.transferred(read);
                while (reader.next()) {
                    cleaner.clean(reader.batch(), out);
                    if (out.readableBytes() >= budget.bufferBytes()) {
                        flush(output);
                    }
                }
            }
            flush(output);
        }
    }

    private void flush(CleanedOutput output) throws IOException, CleaningCancelledException {
        int bytes = out.readableBytes();
        if (bytes > 0) {
            output.append(out);
            out.clear();
            pace.transferred(bytes);
        }
    }

    @Override
    public void close() {
        out.release();
    }
}
