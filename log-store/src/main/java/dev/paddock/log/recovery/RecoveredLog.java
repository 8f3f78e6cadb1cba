package dev.paddock.log.recovery;

import dev.paddock.log.epoch.LeaderEpochs;
import dev.paddock.log.producer.ProducerLedger;
import dev.paddock.log.segment.LogSegment;
import java.util.List;

/**
 * A log as it was found on the disk, put in order.
 *
 * @param segments ascending, at least one; the last is the active one
 * @param recoveryPoint up to here all is known to be on the disk
 * @param epochsChanged whether the epochs differ from their file
 */
public record RecoveredLog(
        List<LogSegment> segments,
        ProducerLedger producers,
        LeaderEpochs epochs,
        long startOffset,
        long endOffset,
        long recoveryPoint,
        boolean epochsChanged) {}
