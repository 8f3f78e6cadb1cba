package dev.paddock.log.log;

import dev.paddock.log.segment.AppendSpan;
import dev.paddock.protocol.ErrorCode;
import dev.paddock.protocol.record.BatchView;
import io.netty.buffer.ByteBuf;
import java.io.IOException;

/**
 * Appends what the leader sent as it is: its offsets have gaps where it has compacted, but they rise. Owned by the log's
 * thread.
 */
final class FollowerAppender {
    private final LogState log;
    private final SegmentRoll roll;
    private final AppendEffects effects;
    private final BatchView view = new BatchView();

    FollowerAppender(LogState log, SegmentRoll roll, AppendEffects effects) {
        this.log = log;
        this.roll = roll;
        this.effects = effects;
    }

    AppendOutcome append(ByteBuf batches, int frameBytes, long nowMs) {
        if (!log.isUsable()) {
            return log.offlineError();
        }
        AppendOutcome outOfOrder = outOfOrder(batches);
        if (outOfOrder != null) {
            return outOfOrder;
        }
        AppendSpan span = AppendSpan.of(batches);
        try {
            if (roll.isDue(batches.readableBytes(), span.maxTimestamp(), span.lastOffset(), nowMs)) {
                roll.roll(firstOffset(batches, span), nowMs);
            }
            log.segments.active().append(batches, span);
        } catch (IOException e) {
            return effects.refusedByDisk(e);
        }
        assignEpochs(batches);
        effects.takeIn(batches, frameBytes);
        effects.endsAt(span.lastOffset() + 1, nowMs);
        AppendOutcome refused = effects.flushIfDue();
        return refused != null
                ? refused
                : new AppendOutcome(
                        ErrorCode.NONE, null, span.firstOffset(), span.lastOffset(), -1, log.bounds.start(), false);
    }

    /** A compressed message of the formats 0 and 1 has the offset of the last one in it; those before must not be left out. */
    private long firstOffset(ByteBuf batches, AppendSpan span) {
        boolean isKnown = view.wrap(batches, batches.readerIndex()).magic() >= BatchView.MAGIC_V2;
        return isKnown ? Math.max(span.firstOffset(), log.bounds.end()) : log.bounds.end();
    }

    private void assignEpochs(ByteBuf batches) {
        for (int at = batches.readerIndex(); at < batches.writerIndex(); at += view.sizeInBytes()) {
            view.wrap(batches, at);
            if (view.leaderEpoch() >= 0) {
                log.epochsChanged |= log.epochs.assign(view.leaderEpoch(), view.baseOffset());
            }
        }
    }

    /** Null when every batch begins behind the one before. */
    private AppendOutcome outOfOrder(ByteBuf batches) {
        long expected = log.bounds.end();
        for (int at = batches.readerIndex(); at < batches.writerIndex(); at += view.sizeInBytes()) {
            view.wrap(batches, at);
            if (view.baseOffset() < expected) {
                return AppendOutcome.refused(
                        ErrorCode.UNKNOWN_SERVER_ERROR,
                        log.context.partition() + ": the leader sent a batch at offset " + view.baseOffset()
                                + ", expected " + expected + " or more",
                        log.bounds.start());
            }
            expected = view.nextOffset();
        }
        return null;
    }
}
