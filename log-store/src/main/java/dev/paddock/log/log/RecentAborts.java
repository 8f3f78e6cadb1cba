package dev.paddock.log.log;

import dev.paddock.log.index.AbortedTxn;
import dev.paddock.log.segment.LogSegment;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Transactions that were aborted lately: as long as their markers are in the tail, so that it can be read without the disk,
 * and longer when their entry could not be written to the transaction index for want of space. Owned by the log's thread.
 */
final class RecentAborts {
    private record Unwritten(LogSegment segment, AbortedTxn txn) {}

    private final Deque<AbortedTxn> recent = new ArrayDeque<>(1);
    private final Deque<Unwritten> unwritten = new ArrayDeque<>(1);

    void add(LogSegment segment, AbortedTxn txn) {
        recent.add(txn);
        unwritten.add(new Unwritten(segment, txn));
    }

    /** Writes the entries that are not in their segments' index yet; those that fail are kept. */
    void write() throws IOException {
        while (!unwritten.isEmpty()) {
            Unwritten next = unwritten.getFirst();
            next.segment.appendAborted(next.txn);
            unwritten.removeFirst();
        }
    }

    /** Forgets those that ended before an offset, unless they are nowhere else. */
    void dropBefore(long offset) {
        while (!recent.isEmpty() && unwritten.isEmpty() && recent.getFirst().lastOffset() < offset) {
            recent.removeFirst();
        }
    }

    void truncateTo(long offset) {
        recent.removeIf(txn -> txn.lastOffset() >= offset);
        unwritten.removeIf(entry -> entry.txn.lastOffset() >= offset);
    }

    /** Those that touch the offsets from one to another, which does not count. */
    List<AbortedTxn> between(long fromOffset, long toOffset) {
        if (recent.isEmpty()) {
            return List.of();
        }
        List<AbortedTxn> found = new ArrayList<>();
        for (AbortedTxn txn : recent) {
            if (txn.lastOffset() >= fromOffset && txn.firstOffset() < toOffset) {
                found.add(txn);
            }
        }
        return found;
    }

    /** Those that are not in an index yet. */
    List<AbortedTxn> unwritten() {
        return unwritten.isEmpty()
                ? List.of()
                : unwritten.stream().map(Unwritten::txn).toList();
    }
}
