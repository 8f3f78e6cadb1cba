package dev.paddock.log.io;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file that is opened when it is used and may be closed when it is not. Whoever uses it calls {@link #acquire} and, when
 * done, {@link #release}; both are one atomic step while it is open. Thread-safe.
 *
 * <pre>
 *   users:   CLOSED -> 1 -> n -> 0 (idle) -> CLOSING -> CLOSED
 * </pre>
 */
public final class ReopenableFile {
    private static final Logger LOG = LoggerFactory.getLogger(ReopenableFile.class);
    private static final AtomicIntegerFieldUpdater<ReopenableFile> USERS =
            AtomicIntegerFieldUpdater.newUpdater(ReopenableFile.class, "users");
    private static final int CLOSED = -1;
    private static final int CLOSING = -2;

    private final OpenFiles openFiles;
    private final LogDirectory directory;
    private final Supplier<String> firstName;
    private String name;
    private LogFile file;
    private volatile int users = CLOSED;
    private volatile boolean usedLately;

    /** Nothing is opened yet. */
    public ReopenableFile(OpenFiles openFiles, LogDirectory directory, String name) {
        this(openFiles, directory, () -> name);
    }

    /** @param name asked for on first use, so that a hundred thousand segments need not have theirs in memory */
    public ReopenableFile(OpenFiles openFiles, LogDirectory directory, Supplier<String> name) {
        this.openFiles = openFiles;
        this.directory = directory;
        this.firstName = name;
    }

    /** Creates it, or empties it when it is there already. */
    public void create() throws IOException {
        LogFile created = open(true);
        try {
            created.truncate(0);
        } finally {
            release();
        }
    }

    /** Opens it if need be. */
    public LogFile acquire() throws IOException {
        int now = users;
        while (now >= 0) {
            if (USERS.compareAndSet(this, now, now + 1)) {
                if (!usedLately) {
                    usedLately = true;
                }
                return file;
            }
            now = users;
        }
        return open(false);
    }

    public void release() {
        USERS.decrementAndGet(this);
    }

    private LogFile open(boolean create) throws IOException {
        LogFile opened;
        synchronized (this) {
            for (int now = users; now != CLOSED; now = users) {
                if (now >= 0 && USERS.compareAndSet(this, now, now + 1)) {
                    return file;
                }
                // Another thread is between taking the file away and saying so.
                Thread.onSpinWait();
            }
            opened = create ? directory.open(name()) : directory.openExisting(name());
            file = opened;
            usedLately = true;
            users = 1;
        }
        openFiles.opened(this);
        return opened;
    }

    /** Closes it when nobody uses it; the next use opens it again. */
    public void closeIdle() {
        LogFile idle = detachIdle();
        if (idle != null) {
            openFiles.closed(this);
            closeQuietly(idle);
        }
    }

    public boolean isOpen() {
        return users >= 0;
    }

    boolean wasUsedLately() {
        boolean was = usedLately;
        usedLately = false;
        return was;
    }

    /** The open file, for the caller to close; null when it is in use or not open. */
    LogFile detachIdle() {
        if (!USERS.compareAndSet(this, 0, CLOSING)) {
            return null;
        }
        LogFile detached = file;
        file = null;
        users = CLOSED;
        return detached;
    }

    /** What was written is there or has been reported; only the handle is lost. */
    static void closeQuietly(LogFile file) {
        try {
            file.close();
        } catch (IOException e) {
            LOG.warn("{} could not be closed: {}", file, e.toString());
        }
    }

    /** Renames the file of the directory; an open one stays open. */
    public synchronized void rename(String newName) throws IOException {
        directory.rename(name(), newName);
        name = newName;
    }

    /** Only the name has changed, because the folder was renamed. */
    public synchronized void movedTo(String newName) {
        name = newName;
    }

    public synchronized boolean exists() throws IOException {
        return directory.exists(name());
    }

    public synchronized void delete() throws IOException {
        closeIdle();
        directory.delete(name());
    }

    public synchronized String name() {
        if (name == null) {
            name = firstName.get();
        }
        return name;
    }

    public LogDirectory directory() {
        return directory;
    }

    @Override
    public String toString() {
        return directory.path().resolve(name()).toString();
    }
}
