package dev.paddock.log.clean;

import dev.paddock.log.index.AbortedTxn;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;

/**
 * Which transactions are open while a cleaning walks through the log, batch by batch in the order of offsets. It says what of
 * them can go: data of aborted ones at once, a marker when no batch of its transaction was seen. Pure; one for a cleaning.
 */
final class CleanedTransactions {
    private final PriorityQueue<AbortedTxn> ahead =
            new PriorityQueue<>(Comparator.comparingLong(AbortedTxn::firstOffset));
    private final Map<Long, Aborted> openAborted = new HashMap<>();
    private final Set<Long> openCommitted = new HashSet<>();

    private static final class Aborted {
        final AbortedTxn txn;
        boolean hasBatches;

        Aborted(AbortedTxn txn) {
            this.txn = txn;
        }
    }

    /** Those of the segment that comes next; the ones known already may be among them. */
    void expect(List<AbortedTxn> aborted) {
        ahead.addAll(aborted);
    }

    /** @return whether its records can go, as they were aborted */
    boolean onBatch(long producerId, long lastOffset, boolean isTransactional) {
        openUpTo(lastOffset);
        if (!isTransactional) {
            return false;
        }
        Aborted aborted = openAborted.get(producerId);
        if (aborted == null) {
            openCommitted.add(producerId);
            return false;
        }
        aborted.hasBatches = true;
        return true;
    }

    boolean onCommit(long producerId, long lastOffset) {
        openUpTo(lastOffset);
        return !openCommitted.remove(producerId);
    }

    /** The transaction of a marker that has to stay, because the cleaned segment's index needs it; null when the marker can go. */
    AbortedTxn onAbort(long producerId, long lastOffset) {
        openUpTo(lastOffset);
        Aborted aborted = openAborted.remove(producerId);
        return aborted != null && aborted.hasBatches ? aborted.txn : null;
    }

    private void openUpTo(long offset) {
        while (!ahead.isEmpty() && ahead.peek().firstOffset() <= offset) {
            AbortedTxn txn = ahead.poll();
            openAborted.putIfAbsent(txn.producerId(), new Aborted(txn));
        }
    }
}
