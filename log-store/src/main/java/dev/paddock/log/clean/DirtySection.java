package dev.paddock.log.clean;

/**
 * What of a log may be cleaned now.
 *
 * @param firstDirtyOffset what is before has been cleaned
 * @param endOffset base offset of the first segment that must be left alone
 * @param cleanBytes in segments that begin before the first dirty offset
 * @param dirtyBytes in segments that can be cleaned
 * @param isOverdue whether something in it is older than max.compaction.lag.ms
 * @param isReset whether the checkpoint did not fit the log, and has to be written anew
 */
record DirtySection(
        long firstDirtyOffset, long endOffset, long cleanBytes, long dirtyBytes, boolean isOverdue, boolean isReset) {
    boolean isEmpty() {
        return cleanBytes + dirtyBytes == 0;
    }

    double ratio() {
        return isEmpty() ? 0 : (double) dirtyBytes / (cleanBytes + dirtyBytes);
    }
}
