package dev.paddock.log.recovery;

import dev.paddock.log.epoch.LeaderEpochs;
import dev.paddock.log.producer.CompletedTxn;
import dev.paddock.log.producer.ProducerBatch;
import dev.paddock.log.producer.ProducerLedger;
import dev.paddock.log.segment.BatchVisitor;
import dev.paddock.log.segment.LogSegment;
import dev.paddock.log.segment.SegmentScan;
import dev.paddock.protocol.record.BatchView;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads segments from their beginning, cuts off what is torn, and derives from the batches what can be: indexes, aborted
 * transactions, epochs and producers. Blocks.
 */
final class SegmentScanner {
    private static final Logger LOG = LoggerFactory.getLogger(SegmentScanner.class);

    private final ProducerLedger ledger;
    private final LeaderEpochs epochs;
    private final ProducerBatch batch = new ProducerBatch();
    private boolean epochsChanged;

    /** @param ledger that knows what the batches before the first segment say; is brought to where each ends */
    SegmentScanner(ProducerLedger ledger, LeaderEpochs epochs) {
        this.ledger = ledger;
        this.epochs = epochs;
    }

    /**
     * Returns whether all of the segment was valid.
     *
     * @param forcedTo below it all was on the disk
     */
    boolean scan(LogSegment segment, long forcedTo) throws IOException {
        SegmentScan scan = segment.recover(forcedTo, visitor(segment));
        ledger.advanceTo(scan.nextOffset());
        if (scan.truncatedBytes() > 0) {
            LOG.warn(
                    "{}: cut off {} bytes at its end, which is at offset {} now: {}",
                    segment,
                    scan.truncatedBytes(),
                    scan.nextOffset(),
                    scan.problem());
        }
        return scan.truncatedBytes() == 0;
    }

    BatchVisitor visitor(LogSegment segment) {
        return view -> visit(segment, view);
    }

    private void visit(LogSegment segment, BatchView view) throws IOException {
        if (view.leaderEpoch() >= 0) {
            epochsChanged |= epochs.assign(view.leaderEpoch(), view.baseOffset());
        }
        if (view.hasProducerId()) {
            CompletedTxn completed = ledger.apply(batch.read(view));
            if (completed != null && completed.isAborted()) {
                segment.appendAborted(completed.toAbortedTxn());
            }
        }
    }

    boolean epochsChanged() {
        return epochsChanged;
    }
}
