package dev.paddock.log.segment;

import dev.paddock.log.io.LogDirectory;
import dev.paddock.log.io.OpenFiles;
import java.util.concurrent.Executor;

/**
 * What all segments of a partition share.
 *
 * @param folder the partition's, in the directory
 * @param openFiles shared by many partitions; it bounds how many files are open
 * @param reaper closes and deletes files when the last reader lets go of a deleted segment; that reader may be an event
 *     loop, which must not wait for the disk
 * @param indexIntervalBytes index.interval.bytes: after how many bytes an index gets another entry
 * @param indexBytesMax segment.index.bytes: at what size an index is full
 */
public record SegmentContext(
        LogDirectory directory,
        String folder,
        OpenFiles openFiles,
        Executor reaper,
        int indexIntervalBytes,
        int indexBytesMax) {
    /** The same with other settings, or after the partition's folder was renamed. */
    public SegmentContext with(String newFolder, int newIndexIntervalBytes, int newIndexBytesMax) {
        return new SegmentContext(directory, newFolder, openFiles, reaper, newIndexIntervalBytes, newIndexBytesMax);
    }
}
