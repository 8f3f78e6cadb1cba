package dev.paddock.log.recovery;

import dev.paddock.log.producer.ProducerLimits;
import dev.paddock.log.segment.SegmentContext;

/**
 * A log that is to be opened.
 *
 * @param clean whether the last run forced all before it ended: then no segment is scanned
 * @param startOffset as it was checkpointed; 0 when it was not
 * @param recoveryPoint as it was checkpointed; 0 when it was not
 */
public record RecoveryRequest(
        SegmentContext context,
        boolean clean,
        long startOffset,
        long recoveryPoint,
        ProducerLimits producerLimits,
        long nowMs) {}
