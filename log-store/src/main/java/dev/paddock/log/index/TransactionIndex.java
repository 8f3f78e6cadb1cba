package dev.paddock.log.index;

import dev.paddock.log.io.LogFile;
import dev.paddock.log.io.ReopenableFile;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The aborted transactions whose markers are in a segment. There is no file before the first of them. Belongs to its
 * segment, which changes it in one thread at a time; any may look up.
 *
 * <pre>
 *   .txnindex   0 version = 0 (short)   2 producer id   10 first offset   18 last offset   26 last stable offset
 *               ... 34 bytes an entry, last offsets ascending
 * </pre>
 */
public final class TransactionIndex {
    public static final int ENTRY_BYTES = 34;

    private static final short VERSION = 0;
    private static final int CHUNK_ENTRIES = 120;
    private static final int UNKNOWN = -1;

    /** Looks at one entry. */
    private interface Visitor {
        /** @return whether to go on with the next */
        boolean visit(AbortedTxn txn, int slot);
    }

    private final ReopenableFile file;
    private final long baseOffset;
    private volatile int count = UNKNOWN;
    /** Cleared before it is forced, so that what comes meanwhile is not forgotten. */
    private volatile boolean isUnforced;

    public TransactionIndex(ReopenableFile file, long baseOffset) {
        this.file = file;
        this.baseOffset = baseOffset;
    }

    /** There is none on the disk, as with a new segment. */
    public void startEmpty() {
        count = 0;
    }

    private int count() throws IOException {
        int known = count;
        if (known == UNKNOWN) {
            known = file.exists() ? (int) (size() / ENTRY_BYTES) : 0;
            count = known;
        }
        return known;
    }

    private long size() throws IOException {
        LogFile open = file.acquire();
        try {
            return open.size();
        } finally {
            file.release();
        }
    }

    public void append(AbortedTxn txn) throws IOException {
        int before = count();
        if (before == 0) {
            file.create();
        }
        ByteBuf entry = Unpooled.buffer(ENTRY_BYTES, ENTRY_BYTES)
                .writeShort(VERSION)
                .writeLong(txn.producerId())
                .writeLong(txn.firstOffset())
                .writeLong(txn.lastOffset())
                .writeLong(txn.lastStableOffset());
        LogFile open = file.acquire();
        try {
            // A torn entry at the end would shift all later ones.
            open.truncate((long) before * ENTRY_BYTES);
            open.append(entry);
        } finally {
            file.release();
        }
        isUnforced = true;
        count = before + 1;
    }

    /** Those which touch the offsets from one to another, which does not count. */
    public AbortedTxns collect(long fromOffset, long toOffset) throws IOException {
        List<AbortedTxn> found = new ArrayList<>();
        boolean isComplete = !forEach((txn, slot) -> {
            if (txn.lastOffset() >= fromOffset && txn.firstOffset() < toOffset) {
                found.add(txn);
            }
            return txn.lastStableOffset() < toOffset;
        });
        return new AbortedTxns(found, isComplete);
    }

    /** Cuts off the transactions that ended at an offset or above. */
    public void truncateTo(long offset) throws IOException {
        int before = count();
        int[] kept = {before};
        forEach((txn, slot) -> {
            boolean stays = txn.lastOffset() < offset;
            kept[0] = stays ? before : slot;
            return stays;
        });
        if (kept[0] < before) {
            truncate(kept[0]);
        }
    }

    public void reset() throws IOException {
        if (file.exists()) {
            truncate(0);
        }
        count = 0;
    }

    private void truncate(int entries) throws IOException {
        LogFile open = file.acquire();
        try {
            open.truncate((long) entries * ENTRY_BYTES);
        } finally {
            file.release();
        }
        isUnforced = true;
        count = entries;
    }

    /** All of them. */
    public List<AbortedTxn> all() throws IOException {
        List<AbortedTxn> all = new ArrayList<>();
        forEach((txn, slot) -> all.add(txn));
        return all;
    }

    /** Whether its entries can be true: known version, in order, and of this segment. */
    public boolean isSane() throws IOException {
        if (count() == 0) {
            return true;
        }
        long[] last = {baseOffset - 1, 0};
        boolean[] sane = {size() % ENTRY_BYTES == 0};
        try {
            forEach((txn, slot) -> {
                sane[0] &= txn.lastOffset() > last[0]
                        && txn.firstOffset() >= 0
                        && txn.firstOffset() <= txn.lastOffset()
                        && txn.lastStableOffset() >= last[1]
                        && txn.lastStableOffset() <= txn.lastOffset() + 1;
                last[0] = txn.lastOffset();
                last[1] = txn.lastStableOffset();
                return sane[0];
            });
        } catch (CorruptIndexException e) {
            return false;
        }
        return sane[0];
    }

    /** @return whether all wanted to go on */
    private boolean forEach(Visitor visitor) throws IOException {
        int entries = count();
        if (entries == 0) {
            return true;
        }
        ByteBuf chunk = ByteBufAllocator.DEFAULT.heapBuffer(CHUNK_ENTRIES * ENTRY_BYTES);
        LogFile open = file.acquire();
        try {
            for (int slot = 0; slot < entries; slot++) {
                int inChunk = slot % CHUNK_ENTRIES;
                if (inChunk == 0) {
                    read(open, chunk, slot, Math.min(CHUNK_ENTRIES, entries - slot));
                }
                if (!visitor.visit(entry(chunk, inChunk * ENTRY_BYTES, slot), slot)) {
                    return false;
                }
            }
            return true;
        } finally {
            file.release();
            chunk.release();
        }
    }

    private void read(LogFile open, ByteBuf chunk, int slot, int entries) throws IOException {
        int bytes = entries * ENTRY_BYTES;
        ByteBuffer into = chunk.nioBuffer(0, bytes);
        if (open.read(into, (long) slot * ENTRY_BYTES) < bytes) {
            throw new CorruptIndexException(
                    file + " ends before entry " + (slot + entries) + "; it was cut while it was read, or damaged");
        }
    }

    private AbortedTxn entry(ByteBuf chunk, int at, int slot) throws IOException {
        short version = chunk.getShort(at);
        if (version != VERSION) {
            throw new CorruptIndexException(
                    file + " has version " + version + " in entry " + slot + "; expected " + VERSION);
        }
        return new AbortedTxn(
                chunk.getLong(at + 2), chunk.getLong(at + 10), chunk.getLong(at + 18), chunk.getLong(at + 26));
    }

    /**
     * Nothing but this index tells later which transactions were aborted, so that it has to last with their markers.
     *
     * @return whether there was something to force; then the file may be new in its folder
     */
    public boolean force() throws IOException {
        if (!isUnforced) {
            return false;
        }
        isUnforced = false;
        boolean isForced = false;
        LogFile open = file.acquire();
        try {
            open.force();
            isForced = true;
        } finally {
            isUnforced |= !isForced;
            file.release();
        }
        return true;
    }

    public void closeIdle() {
        file.closeIdle();
    }
}
