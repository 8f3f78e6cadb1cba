package dev.paddock.log.log;

import dev.paddock.log.producer.AppendCheck;
import dev.paddock.log.producer.CheckOutcome;
import dev.paddock.log.producer.ProducerBatch;
import dev.paddock.log.producer.RememberedBatch;
import dev.paddock.log.segment.AppendSpan;
import dev.paddock.protocol.ErrorCode;
import dev.paddock.protocol.record.BatchView;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/**
 * Appends as a leader. Producers are checked first, then as much as possible is written at once, and only then does anything
 * know of it, so that a write that fails leaves nothing behind. Owned by the log's thread.
 */
final class Appender {
    private final LogState log;
    private final SegmentRoll roll;
    private final AppendEffects effects;
    private final AppendGroup group = new AppendGroup();
    private final BatchView view = new BatchView();
    private final ProducerBatch producerBatch = new ProducerBatch();

    // Of the append that is being done.
    private AppendOutcome[] outcomes;
    private int leaderEpoch;
    private long nowMs;

    Appender(LogState log, SegmentRoll roll, AppendEffects effects) {
        this.log = log;
        this.roll = roll;
        this.effects = effects;
    }

    List<AppendOutcome> append(List<AppendRequest> requests, int epoch, long now) {
        outcomes = new AppendOutcome[requests.size()];
        leaderEpoch = epoch;
        nowMs = now;
        group.begin(log.bounds.end());
        for (int i = 0; i < outcomes.length; i++) {
            outcomes[i] = accept(requests.get(i), i);
        }
        write();
        AppendOutcome refused = effects.flushIfDue();
        if (refused != null) {
            Arrays.setAll(outcomes, i -> outcomes[i].isOk() ? refused : outcomes[i]);
        }
        return Arrays.asList(outcomes);
    }

    /** Puts a request into the group, or answers it. */
    private AppendOutcome accept(AppendRequest request, int index) {
        if (!log.isUsable()) {
            return log.offlineError();
        }
        int bytes = request.batches().readableBytes();
        if (bytes > log.settings.segmentBytes()) {
            return refused(
                    ErrorCode.RECORD_LIST_TOO_LARGE,
                    bytes + " bytes of batches are more than the " + log.settings.segmentBytes()
                            + " of a segment; see segment.bytes");
        }
        CheckOutcome check = check(request);
        if (check.isDuplicate()) {
            RememberedBatch first = check.duplicate();
            return ok(first.firstOffset(), first.lastOffset(), first.timestamp(), true);
        }
        if (!check.isAccepted()) {
            return refused(check.error(), check.message());
        }
        try {
            makeRoom(request.batches());
        } catch (IOException e) {
            return effects.refusedByDisk(e);
        }
        group.add(request, index, leaderEpoch);
        return null;
    }

    private CheckOutcome check(AppendRequest request) {
        ByteBuf batches = request.batches();
        view.wrap(batches, batches.readerIndex());
        if (view.hasProducerId() && group.hasProducer(view.producerId())) {
            if (group.isContinuedBy(view) && view.endIndex() == batches.writerIndex()) {
                return CheckOutcome.ACCEPTED;
            }
            // It cannot be judged before what is in the group is part of the log.
            write();
        }
        if (view.endIndex() == batches.writerIndex()) {
            return log.producers.check(producerBatch.read(view), request.origin());
        }
        AppendCheck several = log.producers.checkSeveral(request.origin());
        for (int at = batches.readerIndex(); at < batches.writerIndex(); at += view.sizeInBytes()) {
            CheckOutcome outcome = several.check(producerBatch.read(view.wrap(batches, at)));
            if (!outcome.isAccepted()) {
                return outcome;
            }
        }
        return CheckOutcome.ACCEPTED;
    }

    /** In the active segment, for the group and these. */
    private void makeRoom(ByteBuf batches) throws IOException {
        AppendSpan span = AppendSpan.of(batches);
        long count = span.lastOffset() - span.firstOffset();
        int bytes = batches.readableBytes();
        if (roll.isDue(group.bytes() + bytes, span.maxTimestamp(), group.nextOffset() + count, nowMs)) {
            write();
            if (roll.isDue(bytes, span.maxTimestamp(), group.nextOffset() + count, nowMs)) {
                roll.roll(log.bounds.end(), nowMs);
            }
        }
    }

    private void write() {
        if (group.isEmpty()) {
            return;
        }
        AppendOutcome refused = null;
        ByteBuf content = group.content(log.context.environment().allocator());
        try {
            log.segments.active().append(content, group.span());
        } catch (IOException e) {
            refused = effects.refusedByDisk(e);
        } finally {
            content.release();
        }
        for (AppendGroup.Member member : group.members()) {
            outcomes[member.index()] = refused == null
                    ? ok(member.firstOffset(), member.lastOffset(), member.appendTimeMs(), false)
                    : refused;
        }
        if (refused == null) {
            takeIn();
        }
        group.begin(log.bounds.end());
    }

    private void takeIn() {
        log.epochsChanged |= log.epochs.assign(leaderEpoch, log.bounds.end());
        for (AppendGroup.Member member : group.members()) {
            effects.takeIn(member.request().batches(), member.request().frameBytes());
        }
        effects.endsAt(group.nextOffset(), nowMs);
    }

    private AppendOutcome ok(long firstOffset, long lastOffset, long timeMs, boolean isDuplicate) {
        return new AppendOutcome(
                ErrorCode.NONE, null, firstOffset, lastOffset, timeMs, log.bounds.start(), isDuplicate);
    }

    private AppendOutcome refused(ErrorCode error, String why) {
        return AppendOutcome.refused(error, log.context.partition() + ": " + why, log.bounds.start());
    }
}
