package dev.paddock.log.store;

import dev.paddock.log.LogSettings;
import dev.paddock.log.io.LogDirectory;
import java.io.IOException;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Whether a log that is not open has to be opened for what it need not keep any more, told from names, sizes and times of its
 * files. Records that were older than their file when they were written are only seen to be when the log is opened.
 */
final class UnopenedRetention {
    private static final String SUFFIX = ".log";
    private static final Pattern SEGMENT = Pattern.compile("0\\d{19}\\.log");

    private final LogDirectory disk;
    private final String folder;
    private final LogSettings settings;
    private final long startOffset;

    UnopenedRetention(StoredPartition stored, LogSettings settings) {
        disk = stored.directory().directory();
        folder = stored.partition().toString();
        this.settings = settings;
        startOffset = stored.directory().checkpoints().startOffset(stored.partition());
    }

    boolean mayBeDue(long nowMs) throws IOException {
        List<String> logs = disk.list(folder).stream()
                .filter(name -> SEGMENT.matcher(name).matches())
                .sorted()
                .toList();
        if (logs.isEmpty()) {
            return false;
        }
        if (logs.size() > 1 && baseOffset(logs.get(1)) <= startOffset) {
            return true;
        }
        return settings.delete() && (isTooOld(logs.get(0), nowMs) || areTooMany(logs));
    }

    private static long baseOffset(String name) {
        return Long.parseLong(name.substring(0, name.length() - SUFFIX.length()));
    }

    private boolean isTooOld(String oldest, long nowMs) throws IOException {
        String name = folder + "/" + oldest;
        return settings.retentionMs() >= 0
                && disk.size(name) > 0
                && nowMs - disk.lastModifiedMs(name) > settings.retentionMs();
    }

    private boolean areTooMany(List<String> logs) throws IOException {
        long total = 0;
        for (String name : logs) {
            total += disk.size(folder + "/" + name);
        }
        return settings.retentionBytes() >= 0
                && total - disk.size(folder + "/" + logs.get(0)) >= settings.retentionBytes();
    }
}
