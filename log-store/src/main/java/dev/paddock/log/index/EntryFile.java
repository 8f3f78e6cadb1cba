package dev.paddock.log.index;

import dev.paddock.log.io.LogFile;
import dev.paddock.log.io.ReopenableFile;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file of entries of one size, in ascending order of each of their keys. The latest entries are kept in memory and written
 * many at a time, because the log file says the same and all can be rebuilt from it. Lookups read a few small pieces of the
 * file, which the system has in memory when they are often used; nothing is mapped and nothing is cached here.
 *
 * <p>One thread at a time changes it, as its owner sees to; any may look up meanwhile. A lookup while the file is cut may
 * find entries that are gone: whoever uses an entry verifies it against the log file.
 */
final class EntryFile {
    private static final Logger LOG = LoggerFactory.getLogger(EntryFile.class);
    private static final int PENDING_ENTRIES = 128;
    private static final byte[] NOTHING = new byte[0];

    /** Reads a key of an entry in a window. */
    interface Key {
        long of(EntryWindow window, int slot);
    }

    private final ReopenableFile file;
    private final int entryBytes;
    private int written;
    private byte[] pending = NOTHING;
    private int pendingBytes;
    private boolean isFailing;

    EntryFile(ReopenableFile file, int entryBytes) {
        this.file = file;
        this.entryBytes = entryBytes;
    }

    ReopenableFile file() {
        return file;
    }

    /** Reads how many there are; false when the file does not hold a whole number of them. */
    synchronized boolean load() throws IOException {
        LogFile open = file.acquire();
        try {
            long size = open.size();
            written = (int) Math.min(Integer.MAX_VALUE, size / entryBytes);
            pendingBytes = 0;
            return size % entryBytes == 0;
        } finally {
            file.release();
        }
    }

    synchronized int count() {
        return written + pendingBytes / entryBytes;
    }

    /** Adds an entry of a long, and of an int behind it where entries are that large. */
    synchronized void add(long first, int second) {
        int full = PENDING_ENTRIES * entryBytes;
        if (pendingBytes >= full && pendingBytes % full == 0) {
            flushIfPossible();
        }
        if (pendingBytes == pending.length) {
            pending = Arrays.copyOf(pending, Math.max(8 * entryBytes, 2 * pendingBytes));
        }
        ByteBuffer place = ByteBuffer.wrap(pending, pendingBytes, entryBytes).putLong(first);
        if (place.hasRemaining()) {
            place.putInt(second);
        }
        pendingBytes += entryBytes;
    }

    /** The batches are in the log by now, so that this must not fail: the entries wait for a better time. */
    private void flushIfPossible() {
        try {
            flush();
            isFailing = false;
        } catch (IOException e) {
            if (!isFailing) {
                LOG.warn("{} cannot be written, its entries stay in memory until it can: {}", file, e.toString());
                isFailing = true;
            }
        }
    }

    synchronized void flush() throws IOException {
        if (pendingBytes == 0) {
            return;
        }
        LogFile open = file.acquire();
        try {
            open.append(Unpooled.wrappedBuffer(pending, 0, pendingBytes));
        } finally {
            file.release();
        }
        written += pendingBytes / entryBytes;
        pendingBytes = 0;
    }

    void force() throws IOException {
        flush();
        LogFile open = file.acquire();
        try {
            open.force();
        } finally {
            file.release();
        }
    }

    synchronized void truncate(int count) throws IOException {
        if (count >= written) {
            pendingBytes = Math.min(pendingBytes, (count - written) * entryBytes);
            return;
        }
        pendingBytes = 0;
        LogFile open = file.acquire();
        try {
            open.truncate((long) count * entryBytes);
        } finally {
            file.release();
        }
        written = count;
    }

    /** What a full disk refuses stays in memory. */
    void closeIdle() throws IOException {
        try {
            flush();
            synchronized (this) {
                pending = pendingBytes == 0 ? NOTHING : pending;
            }
        } finally {
            file.closeIdle();
        }
    }

    /** Fills a window from a slot on, with at most so many entries. */
    void read(EntryWindow window, int slot, int countMax) throws IOException {
        ByteBuf into = window.emptyFrom(slot);
        int fromFile;
        synchronized (this) {
            int count = Math.min(Math.min(countMax, window.capacity()), count() - slot);
            if (count <= 0) {
                return;
            }
            fromFile = Math.max(0, Math.min(count, written - slot));
            int inMemory = count - fromFile;
            into.setBytes(
                    fromFile * entryBytes, pending, Math.max(0, slot - written) * entryBytes, inMemory * entryBytes);
            into.writerIndex(count * entryBytes);
        }
        if (fromFile > 0) {
            readFile(into, slot, fromFile * entryBytes);
        }
    }

    private void readFile(ByteBuf into, int slot, int bytes) throws IOException {
        LogFile open = file.acquire();
        try {
            int read = open.read(into.nioBuffer(0, bytes), (long) slot * entryBytes);
            if (read < bytes) {
                // Cut meanwhile.
                into.writerIndex(Math.max(0, read) / entryBytes * entryBytes);
            }
        } finally {
            file.release();
        }
    }

    /**
     * The last slot whose key is not above a target, -1 when there is none; the window then holds that slot.
     *
     * @param fromSlot when the caller knows a slot whose key is not above
     */
    int floor(EntryWindow window, Key key, long target, int fromSlot) throws IOException {
        int low = fromSlot;
        int high = count() - 1;
        while (high - low >= window.capacity()) {
            int middle = (low + high) >>> 1;
            read(window, middle, 1);
            if (window.isEmpty()) {
                return -1;
            }
            if (key.of(window, middle) <= target) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        read(window, low, high - low + 1);
        int found = -1;
        for (int from = window.firstSlot(), end = window.endSlot(); from < end; ) {
            int middle = (from + end) >>> 1;
            if (key.of(window, middle) <= target) {
                found = middle;
                from = middle + 1;
            } else {
                end = middle;
            }
        }
        return found;
    }
}
