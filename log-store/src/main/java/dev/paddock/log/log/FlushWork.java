package dev.paddock.log.log;

import dev.paddock.log.io.LogDirectory;
import dev.paddock.log.producer.SnapshotFiles;
import dev.paddock.log.segment.LogSegment;
import dev.paddock.log.segment.SegmentContext;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.SortedMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What has to be on the disk before the recovery point may be moved: made by the log's thread, carried out once by any one.
 *
 * @param upTo where the recovery point will be
 * @param segments retained until this is carried out
 * @param epochs the content of their file; null when it has not changed
 * @param producers snapshots by their offset
 */
record FlushWork(
        long upTo,
        List<LogSegment> segments,
        EpochFile.Content epochs,
        SortedMap<Long, byte[]> producers,
        boolean folder,
        SegmentContext context) {

    private static final Logger LOG = LoggerFactory.getLogger(FlushWork.class);

    /** Blocks, also for another one's work on the same log. */
    void run(EpochFile epochFile) throws IOException {
        try {
            synchronized (epochFile) {
                write(epochFile);
            }
        } finally {
            segments.forEach(LogSegment::release);
        }
    }

    private void write(EpochFile epochFile) throws IOException {
        LogDirectory directory = context.directory();
        for (LogSegment segment : segments) {
            force(segment);
        }
        if (epochs != null) {
            epochFile.write(epochs);
        }
        var snapshots = new SnapshotFiles(directory, context.folder());
        for (var snapshot : producers.entrySet()) {
            snapshots.write(snapshot.getKey(), snapshot.getValue());
        }
        if (folder) {
            directory.forceFolder(context.folder());
        }
    }

    private static void force(LogSegment segment) throws IOException {
        try {
            segment.force();
        } catch (NoSuchFileException e) {
            LOG.debug("{} needs no forcing: it has been deleted meanwhile", e.getFile());
        }
    }
}
