package dev.paddock.log.io;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file on a real disk. The channel's own position is where appending goes on, because only there can several buffers be
 * written with one call; reading gives its position each time.
 */
final class DiskLogFile implements LogFile {
    private final Path path;
    private final FileChannel channel;
    private volatile long size;
    private boolean torn;

    private DiskLogFile(Path path, FileChannel channel, long size) {
        this.path = path;
        this.channel = channel;
        this.size = size;
    }

    /** Takes the channel over. */
    static DiskLogFile over(Path path, FileChannel channel) throws IOException {
        boolean ready = false;
        try {
            long size = channel.size();
            channel.position(size);
            ready = true;
            return new DiskLogFile(path, channel, size);
        } finally {
            if (!ready) {
                channel.close();
            }
        }
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public void append(ByteBuf bytes) throws IOException {
        if (torn) {
            throw new TornFileException(path + " ends with half of a write that could not be cut off", null);
        }
        long before = size;
        boolean written = false;
        try {
            write(bytes);
            written = true;
        } catch (IOException e) {
            throw isFull(e, bytes.readableBytes())
                    ? new DiskFullException("no space left for " + bytes.readableBytes() + " bytes in " + path, e)
                    : e;
        } finally {
            if (!written) {
                cutOff(before);
            }
        }
        size = before + bytes.readableBytes();
    }

    private void write(ByteBuf bytes) throws IOException {
        int from = bytes.readerIndex();
        int length = bytes.readableBytes();
        if (bytes.nioBufferCount() == 1) {
            ByteBuffer buffer = bytes.nioBuffer(from, length);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
        } else {
            ByteBuffer[] parts = bytes.nioBuffers(from, length);
            for (long left = length; left > 0; ) {
                left -= channel.write(parts);
            }
        }
    }

    private void cutOff(long before) throws IOException {
        try {
            channel.truncate(before);
            channel.position(before);
        } catch (IOException e) {
            torn = true;
            throw new TornFileException(
                    "a write to " + path + " failed half way, and cutting it off at " + before + " bytes failed too",
                    e);
        }
    }

    /** The system's message may be in any language, so the disk is asked as well. */
    private boolean isFull(IOException e, int bytes) {
        String message = String.valueOf(e.getMessage());
        if (message.contains("No space left on device") || message.contains("Disk quota exceeded")) {
            return true;
        }
        try {
            return Files.getFileStore(path).getUsableSpace() < bytes;
        } catch (IOException unknown) {
            return false;
        }
    }

    @Override
    public int read(ByteBuffer into, long position) throws IOException {
        int total = 0;
        while (into.hasRemaining()) {
            int read = channel.read(into, position + total);
            if (read < 0) {
                return total == 0 ? -1 : total;
            }
            total += read;
        }
        return total;
    }

    @Override
    public void truncate(long newSize) throws IOException {
        if (newSize < size || torn) {
            channel.truncate(newSize);
            channel.position(newSize);
            size = newSize;
            torn = false;
        }
    }

    @Override
    public void force() throws IOException {
        try {
            // Not the times of the inode; the length is forced with the bytes that need it.
            channel.force(false);
        } catch (IOException e) {
            // Also where it says that there is no space: what was written before may be lost, and that does not end by
            // itself.
            throw new IOException(path + " cannot be forced to the disk", e);
        }
    }

    @Override
    public FileChannel channel() {
        return channel;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
