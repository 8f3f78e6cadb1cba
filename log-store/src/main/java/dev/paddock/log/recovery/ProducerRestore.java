package dev.paddock.log.recovery;

import dev.paddock.log.producer.ProducerBatch;
import dev.paddock.log.producer.ProducerLedger;
import dev.paddock.log.producer.SnapshotFiles;
import dev.paddock.log.segment.LogSegment;
import java.io.IOException;
import java.util.List;

/** Brings a ledger of producers to where a log ends: from the latest snapshot that fits, and the batches behind it. Blocks. */
public final class ProducerRestore {
    private final ProducerLedger ledger;
    private final SnapshotFiles snapshots;
    private final ProducerBatch batch = new ProducerBatch();

    public ProducerRestore(ProducerLedger ledger, SnapshotFiles snapshots) {
        this.ledger = ledger;
        this.snapshots = snapshots;
    }

    /** @param segments ascending; those that lie outside of the bounds do not matter */
    public void restore(List<LogSegment> segments, long startOffset, long endOffset, long nowMs) throws IOException {
        long from = snapshots.restore(ledger, startOffset, endOffset, nowMs);
        if (from < endOffset) {
            ledger.advanceTo(from);
            replay(segments, endOffset);
        }
        ledger.advanceTo(endOffset);
    }

    /** Applies the batches from where the ledger is. */
    void replay(List<LogSegment> segments, long endOffset) throws IOException {
        long from = ledger.endOffset();
        for (int i = 0; i < segments.size(); i++) {
            LogSegment segment = segments.get(i);
            boolean isBefore = i + 1 < segments.size() && segments.get(i + 1).baseOffset() <= from;
            if (!isBefore && segment.baseOffset() < endOffset && segment.sizeBytes() > 0) {
                segment.visitFrom(from, view -> {
                    if (view.lastOffset() >= from && view.baseOffset() < endOffset && view.hasProducerId()) {
                        ledger.apply(batch.read(view));
                    }
                });
            }
        }
    }
}
