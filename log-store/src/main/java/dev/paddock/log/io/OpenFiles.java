package dev.paddock.log.io;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;

/**
 * Bounds how many files are open at a time: idle ones that have not been used lately are closed, and opened again on use.
 * Files in use are never closed, so that the bound may be passed when more than that are in use at once. Thread-safe.
 */
public final class OpenFiles {
    private final int limit;
    private final LinkedHashSet<ReopenableFile> open = new LinkedHashSet<>();

    public OpenFiles(int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("the limit of open files is " + limit + "; it must be at least 1");
        }
        this.limit = limit;
    }

    public synchronized int count() {
        return open.size();
    }

    /** Closes all that nobody uses. */
    public void closeIdle() {
        List<ReopenableFile> all;
        synchronized (this) {
            all = List.copyOf(open);
        }
        all.forEach(ReopenableFile::closeIdle);
    }

    void opened(ReopenableFile file) {
        for (LogFile idle : admit(file)) {
            ReopenableFile.closeQuietly(idle);
        }
    }

    synchronized void closed(ReopenableFile file) {
        // Another thread may have opened it again by now.
        if (!file.isOpen()) {
            open.remove(file);
        }
    }

    /** Second chance: who was used since the last round goes to the end, if enough others can go. */
    private synchronized List<LogFile> admit(ReopenableFile file) {
        open.remove(file);
        List<LogFile> evicted = new ArrayList<>();
        List<ReopenableFile> spared = new ArrayList<>();
        for (Iterator<ReopenableFile> oldest = open.iterator();
                oldest.hasNext() && open.size() + spared.size() >= limit; ) {
            ReopenableFile candidate = oldest.next();
            oldest.remove();
            if (candidate.wasUsedLately() || !evict(candidate, evicted)) {
                spared.add(candidate);
            }
        }
        int left = spared.size();
        for (ReopenableFile candidate : spared) {
            if (open.size() + left < limit || !evict(candidate, evicted)) {
                open.add(candidate);
            }
            left--;
        }
        open.add(file);
        return evicted;
    }

    private static boolean evict(ReopenableFile candidate, List<LogFile> evicted) {
        LogFile idle = candidate.detachIdle();
        if (idle != null) {
            evicted.add(idle);
        }
        return idle != null;
    }
}
