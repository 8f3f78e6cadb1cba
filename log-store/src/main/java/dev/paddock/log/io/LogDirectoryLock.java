package dev.paddock.log.io;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * One folder of {@code log.dirs} held for this process, by a lock on the file {@code .lock} as Apache Kafka holds it, so
 * that the two also exclude each other. Ends with {@link #close}, or with the process; the file stays.
 */
public final class LogDirectoryLock implements AutoCloseable {
    public static final String FILE_NAME = ".lock";

    private final FileChannel channel;

    private LogDirectoryLock(FileChannel channel) {
        this.channel = channel;
    }

    /** Fails with {@link LogDirectoryException} when someone else has it. */
    public static LogDirectoryLock acquire(Path directory) throws IOException {
        FileChannel channel = FileChannel.open(
                directory.resolve(FILE_NAME),
                StandardOpenOption.CREATE,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE);
        try {
            if (lock(channel) != null) {
                return new LogDirectoryLock(channel);
            }
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
        channel.close();
        throw new LogDirectoryException(
                "The log directory " + directory + " is in use by another broker, which holds its " + FILE_NAME
                        + " file: stop that broker, or give this one other log.dirs");
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private static FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            // Another broker in this very process; the system's lock does not tell them apart.
            return null;
        }
    }
}
