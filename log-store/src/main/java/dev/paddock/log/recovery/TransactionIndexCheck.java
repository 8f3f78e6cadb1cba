package dev.paddock.log.recovery;

import dev.paddock.log.index.AbortedTxn;
import dev.paddock.log.index.CorruptIndexException;
import dev.paddock.log.segment.LogSegment;
import java.io.IOException;
import java.util.List;

/**
 * Whether an index of aborted transactions tells the truth, by its markers and the batches that its transactions begin with.
 * Blocks; one thread.
 */
final class TransactionIndexCheck {
    /** Of so many entries each is looked up, so that a log with many more still opens quickly. */
    private static final int LOOKED_UP_MAX = 10_000;

    private final List<LogSegment> segments;

    /** @param segments ascending; all of the log */
    TransactionIndexCheck(List<LogSegment> segments) {
        this.segments = segments;
    }

    boolean isTrue(int index) throws IOException {
        LogSegment segment = segments.get(index);
        if (!segment.transactionsAreSane()) {
            return false;
        }
        try {
            int left = LOOKED_UP_MAX;
            for (AbortedTxn txn : segment.abortedHere()) {
                if (left-- > 0 && !isTrue(txn, segment)) {
                    return false;
                }
            }
            return true;
        } catch (CorruptIndexException e) {
            return false;
        }
    }

    private boolean isTrue(AbortedTxn txn, LogSegment segment) throws IOException {
        return segment.isWrittenBy(txn.producerId(), txn.lastOffset(), true) && beginsWithItsBatch(txn);
    }

    /** Compaction and retention may have taken the batch: then nothing is hidden that should be seen. */
    private boolean beginsWithItsBatch(AbortedTxn txn) throws IOException {
        for (int i = segments.size() - 1; i >= 0; i--) {
            LogSegment segment = segments.get(i);
            if (segment.baseOffset() <= txn.firstOffset()) {
                var found = segment.find(txn.firstOffset());
                return found == null
                        || found.baseOffset() > txn.firstOffset()
                        || (found.baseOffset() == txn.firstOffset()
                                && segment.isWrittenBy(txn.producerId(), txn.firstOffset(), false));
            }
        }
        return true;
    }
}
