package dev.paddock.log.producer;

import dev.paddock.log.io.DamagedFileException;
import dev.paddock.log.io.LogDirectory;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.LongPredicate;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The snapshots of a partition's producers in its folder: {@code <offset in 20 digits>.snapshot} holds what the batches below
 * that offset say. There is one at the beginning of each segment but the first, and one at the end after an orderly stop.
 * Remembers nothing; any thread, but one that deletes and one that reads must not meet.
 */
public final class SnapshotFiles {
    private static final Logger LOG = LoggerFactory.getLogger(SnapshotFiles.class);
    private static final String SUFFIX = ".snapshot";
    private static final String DELETED = ".deleted";
    private static final int OFFSET_DIGITS = 20;
    private static final Pattern NAME = Pattern.compile("0\\d{19}\\" + SUFFIX);
    /** More than five million producers. */
    private static final int BYTES_MAX = 256 << 20;

    private final LogDirectory directory;
    private final String folder;

    /** @param folder the partition's, in the directory */
    public SnapshotFiles(LogDirectory directory, String folder) {
        this.directory = directory;
        this.folder = folder;
    }

    public static String name(long offset) {
        return String.format("%020d", offset) + SUFFIX;
    }

    /** The offset in a file's name; empty when it is no snapshot's. */
    public static OptionalLong offsetOf(String name) {
        if (!NAME.matcher(name).matches()) {
            return OptionalLong.empty();
        }
        try {
            return OptionalLong.of(Long.parseLong(name.substring(0, OFFSET_DIGITS)));
        } catch (NumberFormatException e) {
            // 20 digits can be more than a long holds.
            return OptionalLong.empty();
        }
    }

    /** Ascending. */
    public List<Long> offsets() throws IOException {
        List<Long> offsets = new ArrayList<>();
        for (String name : directory.list(folder)) {
            offsetOf(name).ifPresent(offsets::add);
        }
        Collections.sort(offsets);
        return offsets;
    }

    public OptionalLong latest() throws IOException {
        List<Long> offsets = offsets();
        return offsets.isEmpty() ? OptionalLong.empty() : OptionalLong.of(offsets.get(offsets.size() - 1));
    }

    /** Returns when it lasts. The content is made by the partition's thread, the writing may be another's. */
    public void write(long offset, byte[] content) throws IOException {
        directory.writeAtomically(path(offset), content);
    }

    /** Takes one where the ledger is now, which is only worth it when it has moved since the last. */
    public void write(ProducerLedger ledger) throws IOException {
        write(ledger.endOffset(), ProducerSnapshotCodec.encode(ledger.entries()));
    }

    public List<ProducerEntry> read(long offset) throws IOException {
        String name = path(offset);
        return ProducerSnapshotCodec.decode(
                directory.read(name, BYTES_MAX), directory.path().resolve(name).toString());
    }

    /**
     * Brings a ledger to the latest snapshot that fits a log with these bounds, deletes those that do not fit and those that
     * are damaged. Nothing is read when the ledger is there already.
     *
     * @return the offset from which on the caller has to apply the log's batches
     */
    public long restore(ProducerLedger ledger, long logStartOffset, long logEndOffset, long nowMs) throws IOException {
        deleteAbove(logEndOffset);
        deleteIf(offset -> offset <= logStartOffset);
        if (ledger.endOffset() == logEndOffset) {
            ledger.onLogStart(logStartOffset);
            return ledger.endOffset();
        }
        for (OptionalLong latest = latest(); latest.isPresent(); latest = latest()) {
            long offset = latest.getAsLong();
            try {
                ledger.reload(read(offset), offset, nowMs);
                return offset;
            } catch (DamagedFileException e) {
                LOG.warn("{}; deleting it, an older one and the log have the same", e.getMessage());
                directory.delete(path(offset));
            }
        }
        ledger.truncateFullyAndStartAt(logStartOffset);
        return logStartOffset;
    }

    public void deleteBefore(long offset) throws IOException {
        deleteIf(found -> found < offset);
    }

    /** Those of a log that was truncated to an offset, at which it may keep one. */
    public void deleteAbove(long offset) throws IOException {
        if (deleteIf(found -> found > offset)) {
            // Were they back after a crash, the log might have grown beyond them, with another content.
            directory.forceFolder(folder);
        }
    }

    public void deleteAll() throws IOException {
        deleteAbove(-1);
    }

    /** Deletes those that no segment begins at, except for the latest when it lies behind all segments' beginnings. */
    public void deleteStrays(Set<Long> segmentBaseOffsets) throws IOException {
        long lastBase = segmentBaseOffsets.isEmpty() ? -1 : Collections.max(segmentBaseOffsets);
        OptionalLong latest = latest();
        deleteIf(offset -> {
            boolean isEnd = offset == latest.getAsLong() && offset > lastBase;
            return !isEnd && !segmentBaseOffsets.contains(offset);
        });
    }

    /** Deletes those of segments that are deleted. */
    public void delete(Collection<Long> offsets) throws IOException {
        for (long offset : offsets) {
            directory.delete(path(offset));
        }
    }

    /** Gives it a name that says that it is about to be deleted; false when there is none. */
    public boolean markDeleted(long offset) throws IOException {
        if (!directory.exists(path(offset))) {
            return false;
        }
        directory.rename(path(offset), path(offset) + DELETED);
        return true;
    }

    private boolean deleteIf(LongPredicate condition) throws IOException {
        boolean deleted = false;
        for (long offset : offsets()) {
            if (condition.test(offset)) {
                directory.delete(path(offset));
                deleted = true;
            }
        }
        return deleted;
    }

    private String path(long offset) {
        return folder + "/" + name(offset);
    }
}
