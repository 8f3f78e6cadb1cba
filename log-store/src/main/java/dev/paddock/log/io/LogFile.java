package dev.paddock.log.io;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** One open file of a log folder. Writing belongs to one thread; reading may be done by many. */
public interface LogFile extends AutoCloseable {
    long size() throws IOException;

    /**
     * Writes all readable bytes behind the last; the reader index stays. What fails half way is cut off again.
     *
     * @throws DiskFullException when there is no room
     * @throws TornFileException when it could not be cut off
     */
    void append(ByteBuf bytes) throws IOException;

    /** Reads as much as there is, at most until the buffer is full; returns how much, and -1 at the end of the file. */
    int read(ByteBuffer into, long position) throws IOException;

    /** Nothing happens when the file is not longer than that. */
    void truncate(long size) throws IOException;

    /** Returns when the bytes and the length last. */
    void force() throws IOException;

    /** For sendfile; null where the file is none of the system's, as in some tests. */
    FileChannel channel();

    @Override
    void close() throws IOException;
}
