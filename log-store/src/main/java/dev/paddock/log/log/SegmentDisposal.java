package dev.paddock.log.log;

import dev.paddock.log.segment.LogSegment;
import java.io.IOException;
import java.util.List;

/**
 * Segments that a log is without: their files are renamed at once, so that they are out of the log for good, and deleted
 * after file.delete.delay.ms, when nobody outside is reading them any more. Owned by the log's thread.
 */
final class SegmentDisposal {
    private static final String SUFFIX = ".deleted";

    private final LogState log;

    SegmentDisposal(LogState log) {
        this.log = log;
    }

    void dispose(LogSegment segment) throws IOException {
        segment.rename(SUFFIX);
        log.folderChanged = true;
        log.context.environment().later().run(() -> delete(segment), log.settings.fileDeleteDelayMs());
    }

    void disposeSnapshots(List<Long> offsets) {
        log.context.environment().io().execute(() -> {
            try {
                log.snapshots.delete(offsets);
            } catch (IOException e) {
                log.failed(e);
            }
        });
    }

    private void delete(LogSegment segment) {
        try {
            segment.delete();
        } catch (IOException e) {
            log.failed(e);
        }
    }
}
