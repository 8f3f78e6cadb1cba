package dev.paddock.log.store;

import dev.paddock.log.LogSettings;
import dev.paddock.log.io.LogDirectory;
import java.io.IOException;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * How much of a log that is not open can be cleaned, told from names, sizes and times of its files and from the checkpoints.
 * It stays true as long as the log is not opened. Records that are older or younger than their file when they are written, and
 * transactions that are open, are only seen when the log is opened.
 *
 * @param cleanBytes in sealed segments that begin before the first dirty offset
 * @param dirtyBytes in sealed segments from the one on that holds it
 * @param oldestDirtyMs when the first of those was written to last
 */
record UnopenedCompaction(long cleanBytes, long dirtyBytes, long oldestDirtyMs) {
    private static final String SUFFIX = ".log";
    private static final Pattern SEGMENT = Pattern.compile("0\\d{19}\\.log");

    /** @param cleanedTo what cleaner-offset-checkpoint says */
    static UnopenedCompaction of(StoredPartition stored, OptionalLong cleanedTo) throws IOException {
        LogDirectory disk = stored.directory().directory();
        String folder = stored.partition().toString();
        List<String> names = disk.list(folder).stream()
                .filter(name -> SEGMENT.matcher(name).matches())
                .sorted()
                .toList();
        long startOffset = stored.directory().checkpoints().startOffset(stored.partition());
        long firstDirty = Math.max(startOffset, cleanedTo.orElse(startOffset));
        long clean = 0;
        long dirty = 0;
        long oldestDirtyMs = Long.MAX_VALUE;
        // The last one is appended to.
        for (int i = 0; i < names.size() - 1; i++) {
            String name = folder + "/" + names.get(i);
            if (baseOffset(names.get(i)) < firstDirty) {
                clean += disk.size(name);
            }
            if (baseOffset(names.get(i + 1)) > firstDirty) {
                dirty += disk.size(name);
                oldestDirtyMs = Math.min(oldestDirtyMs, disk.lastModifiedMs(name));
            }
        }
        return new UnopenedCompaction(clean, dirty, oldestDirtyMs);
    }

    private static long baseOffset(String name) {
        return Long.parseLong(name.substring(0, name.length() - SUFFIX.length()));
    }

    boolean mayBeDue(LogSettings settings, long nowMs) {
        if (dirtyBytes == 0) {
            return false;
        }
        // Not a difference: the longest lag is as long as a long can be.
        boolean isTooYoung = settings.minCompactionLagMs() > 0 && oldestDirtyMs > nowMs - settings.minCompactionLagMs();
        boolean isOverdue = oldestDirtyMs < nowMs - settings.maxCompactionLagMs();
        double ratio = (double) dirtyBytes / (cleanBytes + dirtyBytes);
        return !isTooYoung && (isOverdue || ratio > settings.minCleanableDirtyRatio());
    }
}
