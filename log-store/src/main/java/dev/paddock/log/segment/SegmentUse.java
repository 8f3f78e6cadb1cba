package dev.paddock.log.segment;

import dev.paddock.log.io.ReopenableFile;
import java.io.IOException;
import java.nio.channels.FileChannel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who reads a segment: as long as somebody does, its files stay, and its log file stays open once it has been asked for. The
 * last one who goes after the segment was deleted has the files deleted. Thread-safe.
 */
final class SegmentUse {
    private static final Logger LOG = LoggerFactory.getLogger(SegmentUse.class);

    private final SegmentFiles files;
    private int readers;
    private FileChannel channel;
    private boolean isPinned;
    private boolean isDeleted;
    private boolean isClosed;

    SegmentUse(SegmentFiles files) {
        this.files = files;
    }

    synchronized void retain() {
        if (isDeleted && readers == 0) {
            throw new IllegalStateException(files.log() + " was deleted; retain it before");
        }
        readers++;
    }

    synchronized FileChannel channel() throws IOException {
        if (readers == 0) {
            throw new IllegalStateException("retain " + files.log() + " before taking its channel");
        }
        if (!isPinned) {
            channel = files.log().acquire().channel();
            isPinned = true;
        }
        return channel;
    }

    /** @return whether the files are to be deleted now */
    synchronized boolean release() {
        if (readers == 0) {
            throw new IllegalStateException(files.log() + " was released more often than retained");
        }
        readers--;
        if (readers == 0 && isPinned) {
            isPinned = false;
            channel = null;
            ReopenableFile log = files.log();
            log.release();
            if (isClosed) {
                log.closeIdle();
            }
        }
        return readers == 0 && isDeleted;
    }

    /** @return whether the files are to be deleted now */
    synchronized boolean delete() {
        boolean isFirst = !isDeleted;
        isDeleted = true;
        return isFirst && readers == 0;
    }

    synchronized void close() {
        isClosed = true;
    }

    void deleteFiles() {
        try {
            files.delete();
        } catch (IOException e) {
            LOG.warn("{} could not be deleted, the next start will find it: {}", files.log(), e.toString());
        }
    }
}
