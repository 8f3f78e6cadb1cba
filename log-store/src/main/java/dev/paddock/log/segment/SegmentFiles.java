package dev.paddock.log.segment;

import dev.paddock.log.io.ReopenableFile;
import java.io.IOException;
import java.util.List;

/** The four files of a segment and their names. Renaming belongs to the segment's owner; the rest is thread-safe. */
final class SegmentFiles {
    private final SegmentContext context;
    private final long baseOffset;
    private String folder;
    private String suffix;
    private final ReopenableFile log;
    private final ReopenableFile offsetIndex;
    private final ReopenableFile timeIndex;
    private final ReopenableFile transactionIndex;

    SegmentFiles(SegmentContext context, long baseOffset, String suffix) {
        this.context = context;
        this.baseOffset = baseOffset;
        this.folder = context.folder();
        this.suffix = suffix;
        this.log = reopenable(".log");
        this.offsetIndex = reopenable(".index");
        this.timeIndex = reopenable(".timeindex");
        this.transactionIndex = reopenable(".txnindex");
    }

    private ReopenableFile reopenable(String kind) {
        return new ReopenableFile(context.openFiles(), context.directory(), () -> name(kind));
    }

    private String name(String kind) {
        // Not String.format, which is slow when thousands of segments are looked at during a start.
        String digits = Long.toString(baseOffset);
        return folder + '/' + "0".repeat(20 - digits.length()) + digits + kind + suffix;
    }

    ReopenableFile log() {
        return log;
    }

    ReopenableFile offsetIndex() {
        return offsetIndex;
    }

    ReopenableFile timeIndex() {
        return timeIndex;
    }

    ReopenableFile transactionIndex() {
        return transactionIndex;
    }

    private List<ReopenableFile> all() {
        return List.of(log, offsetIndex, timeIndex, transactionIndex);
    }

    private List<String> names() {
        return List.of(name(".log"), name(".index"), name(".timeindex"), name(".txnindex"));
    }

    /** Begins with the log file: whoever finds the rest after a crash knows it by the log file's name. */
    void rename(String newSuffix) throws IOException {
        List<ReopenableFile> all = all();
        // They have their present names before another is due.
        all.forEach(ReopenableFile::name);
        suffix = newSuffix;
        List<String> names = names();
        for (int i = 0; i < names.size(); i++) {
            ReopenableFile file = all.get(i);
            // A rename that failed half way is repeated; not every segment has all index files.
            if (!file.name().equals(names.get(i))) {
                if (i == 0 || file.exists()) {
                    file.rename(names.get(i));
                } else {
                    file.movedTo(names.get(i));
                }
            }
        }
    }

    void movedTo(String newFolder) {
        folder = newFolder;
        List<String> names = names();
        for (int i = 0; i < names.size(); i++) {
            all().get(i).movedTo(names.get(i));
        }
    }

    void delete() throws IOException {
        for (ReopenableFile file : all()) {
            file.delete();
        }
    }

    long lastModifiedMs() throws IOException {
        return context.directory().lastModifiedMs(log.name());
    }

    void lastModifiedMs(long timeMs) throws IOException {
        context.directory().lastModifiedMs(log.name(), timeMs);
    }

    void forceFolder() throws IOException {
        context.directory().forceFolder(folder);
    }
}
