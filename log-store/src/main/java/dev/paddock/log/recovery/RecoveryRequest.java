package dev.paddock.log.recovery;

import dev.paddock.log.producer.ProducerLimits;
import dev.paddock.log.segment.SegmentContext;

/**
 * A log that is to be opened.
 *
 * @param clean whether the last run forced all before it ended: then no segment is scanned
 * @param startOffset as it was checkpointed; 0 when it was not
 * @param recoveryPoint as it was checkpointed; 0 when it was not
 * @param mayHaveGaps whether offsets may be missing between segments, as compaction leaves them
 */
public record RecoveryRequest(
        SegmentContext context,
        boolean clean,
        boolean mayHaveGaps,
        long startOffset,
        long recoveryPoint,
        ProducerLimits producerLimits,
        long nowMs) {
    /** The same with the end not trusted, though all was on the disk once. */
    public RecoveryRequest lookingAtTheEnd() {
        return new RecoveryRequest(context, false, mayHaveGaps, startOffset, Long.MAX_VALUE, producerLimits, nowMs);
    }
}
