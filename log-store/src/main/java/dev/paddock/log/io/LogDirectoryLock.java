package dev.paddock.log.io;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Keeps a folder of logs to one broker, by a lock on its .lock file, which ends with the process at the latest. */
public final class LogDirectoryLock implements AutoCloseable {
    private static final String NAME = ".lock";

    private final FileChannel channel;

    private LogDirectoryLock(FileChannel channel) {
        this.channel = channel;
    }

    /** Creates the folder when it is missing. */
    public static LogDirectoryLock acquire(Path folder) {
        try {
            Files.createDirectories(folder);
            FileChannel channel = FileChannel.open(
                    folder.resolve(NAME), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            if (!isLocked(channel)) {
                channel.close();
                throw new LogDirectoryException("log.dirs: " + folder + " is in use by another broker, which holds "
                        + folder.resolve(NAME) + ". Stop it, or give this one a folder of its own.");
            }
            return new LogDirectoryLock(channel);
        } catch (IOException e) {
            throw new LogDirectoryException("log.dirs: " + folder + " cannot be used: " + e, e);
        }
    }

    private static boolean isLocked(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            // Another broker of this very process.
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
