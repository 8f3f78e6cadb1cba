package dev.paddock.log.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paddock.log.epoch.EpochEnd;
import dev.paddock.log.index.AbortedTxn;
import dev.paddock.log.producer.AppendOrigin;
import dev.paddock.log.segment.LogSegment;
import dev.paddock.protocol.ErrorCode;
import dev.paddock.protocol.record.BatchView;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PartitionLogTest {
    private static List<Long> offsets(List<AppendOutcome> outcomes) {
        return outcomes.stream().map(AppendOutcome::baseOffset).toList();
    }

    @Test
    void shouldWriteTogetherWhatWaitsTogether() throws IOException {
        LogFixture fixture = LogFixture.opened();
        int before = fixture.disk.writes();

        List<AppendOutcome> outcomes = fixture.appendTogether(
                LogFixture.batch(3, 10, 0),
                LogFixture.batchOf(7, 0, 0, 2),
                LogFixture.batchOf(7, 0, 2, 2),
                LogFixture.batch(1, 10, 0));

        assertThat(offsets(outcomes)).containsExactly(0L, 3L, 5L, 7L);
        assertThat(fixture.disk.writes() - before).isEqualTo(1);
        assertThat(fixture.log.endOffsetFor(3)).isEqualTo(new EpochEnd(3, 8));
        fixture.die();
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 20_000})
    void shouldWriteEachByteOfAGroupWhetherItIsSmallOrLarge(int valueBytes) throws IOException {
        // given
        LogFixture fixture = LogFixture.opened();
        ByteBuf first = LogFixture.batch(2, valueBytes, 0);
        ByteBuf second = LogFixture.batch(1, valueBytes, 0);
        int before = fixture.disk.writes();

        // when
        fixture.appendTogether(first.retain(), second.retain());

        // then
        assertThat(fixture.disk.writes() - before).isEqualTo(1);
        fixture.reopen();
        ByteBuf both = Unpooled.wrappedBuffer(first, second);
        assertThat(fixture.readAll()).isEqualTo(ByteBufUtil.getBytes(both));
        both.release();
        fixture.die();
    }

    @Test
    void shouldAnswerABatchThatIsThereAlreadyWithItsOffset() throws IOException {
        LogFixture fixture = LogFixture.opened();
        fixture.append(5, 10);
        AppendOutcome first = fixture.append(LogFixture.batchOf(7, 0, 0, 2));
        fixture.append(LogFixture.batchOf(7, 0, 2, 2));

        AppendOutcome again = fixture.append(LogFixture.batchOf(7, 0, 0, 2));

        assertThat(again.isDuplicate()).isTrue();
        assertThat(again.baseOffset()).isEqualTo(first.baseOffset()).isEqualTo(5);
        assertThat(again.lastOffset()).isEqualTo(6);
        assertThat(fixture.log.endOffset()).isEqualTo(9);
        fixture.die();
    }

    @Test
    void shouldFindADuplicateAmongWhatWaitsTogether() throws IOException {
        LogFixture fixture = LogFixture.opened();
        List<AppendOutcome> outcomes = fixture.appendTogether(
                LogFixture.batchOf(7, 0, 0, 2),
                LogFixture.batchOf(7, 0, 0, 2),
                LogFixture.batchOf(7, 0, 5, 2),
                LogFixture.batchOf(7, 0, 2, 2));

        assertThat(offsets(outcomes)).containsExactly(0L, 0L, -1L, 2L);
        assertThat(outcomes.get(1).isDuplicate()).isTrue();
        assertThat(outcomes.get(2).error()).isEqualTo(ErrorCode.OUT_OF_ORDER_SEQUENCE_NUMBER);
        fixture.die();
    }

    @Test
    void shouldKnowProducersAfterAReopenAndAfterACrash() throws IOException {
        LogFixture fixture = LogFixture.opened();
        fixture.append(LogFixture.batchOf(7, 0, 0, 2));
        fixture.reopen();
        assertThat(fixture.append(LogFixture.batchOf(7, 0, 0, 2)).isDuplicate()).isTrue();
        fixture.append(LogFixture.batchOf(7, 0, 2, 2));
        fixture.log.flush();

        fixture.die();
        fixture.disk.crash();
        fixture.open(false);

        assertThat(fixture.append(LogFixture.batchOf(7, 0, 2, 2)).isDuplicate()).isTrue();
        assertThat(fixture.append(LogFixture.batchOf(7, 0, 9, 1)).error())
                .isEqualTo(ErrorCode.OUT_OF_ORDER_SEQUENCE_NUMBER);
        fixture.die();
    }

    @Test
    void shouldForgetWhatAProducerWroteBehindATruncation() throws IOException {
        LogFixture fixture = LogFixture.opened();
        fixture.append(LogFixture.batchOf(7, 0, 0, 2));
        fixture.append(LogFixture.batchOf(7, 0, 2, 2));

        fixture.log.truncateTo(2, fixture.nowMs);

        AppendOutcome again = fixture.append(LogFixture.batchOf(7, 0, 2, 2));
        assertThat(again.isDuplicate()).isFalse();
        assertThat(again.baseOffset()).isEqualTo(2);
        fixture.die();
    }

    @Test
    void shouldTellAbortedTransactionsFromMemoryAndFromTheDisk() throws IOException {
        LogFixture fixture = LogFixture.opened();
        fixture.append(LogFixture.transactional(7, 0, 2), AppendOrigin.COORDINATOR);
        fixture.append(LogFixture.transactional(8, 0, 1), AppendOrigin.COORDINATOR);
        fixture.log.raiseHighWatermark(3);
        assertThat(fixture.log.lastStableOffset()).isZero();
        assertThat(fixture.log.read(0, 1000, true, ReadBound.COMMITTED)).isEqualTo(LogRead.Nothing.YET);

        fixture.append(LogFixture.marker(7, false), AppendOrigin.COORDINATOR);
        fixture.append(LogFixture.marker(8, true), AppendOrigin.COORDINATOR);
        fixture.log.raiseHighWatermark(5);
        assertThat(fixture.log.lastStableOffset()).isEqualTo(5);

        AbortedTxn aborted = new AbortedTxn(7, 0, 3, 2);
        TailRead warm = (TailRead) fixture.log.read(0, 10_000, true, ReadBound.COMMITTED);
        assertThat(warm.aborted()).containsExactly(aborted);
        warm.bytes().release();

        fixture.reopen();
        try (ColdRead cold = (ColdRead) fixture.log.read(0, 10_000, true, ReadBound.COMMITTED)) {
            cold.run();
            assertThat(cold.aborted()).containsExactly(aborted);
        }
        fixture.die();
        fixture.recoveryPoint = 0;
        fixture.open(false);
        try (ColdRead cold = (ColdRead) fixture.log.read(0, 10_000, true, ReadBound.COMMITTED)) {
            cold.run();
            assertThat(cold.aborted()).containsExactly(aborted);
        }
        fixture.die();
    }

    @Test
    void shouldMoveTheRecoveryPointOnlyBehindWhatIsForced() throws IOException {
        LogFixture fixture =
                LogFixture.opened(LogFixture.SETTINGS.change().segmentBytes(300).build());
        fixture.append(2, 50);
        fixture.append(2, 50);
        assertThat(fixture.log.sealedSegments()).hasSize(1);
        assertThat(fixture.log.recoveryPoint()).isZero();

        fixture.runIo();

        assertThat(fixture.log.recoveryPoint()).isEqualTo(2);
        assertThat(fixture.disk.exists("t-0/00000000000000000002.snapshot")).isTrue();
        fixture.die();
    }

    @Test
    void shouldForceBeforeAnsweringWhenToldToFlushEachMessage() throws IOException {
        LogFixture fixture =
                LogFixture.opened(LogFixture.SETTINGS.change().flushMessages(1).build());
        fixture.append(2, 50);
        assertThat(fixture.log.recoveryPoint()).isEqualTo(2);
        fixture.die();
        fixture.disk.crash();
        assertThat(fixture.open(false).endOffset()).isEqualTo(2);
        fixture.die();
    }

    @Test
    void shouldTakeWhatTheLeaderSentWithItsGapsAndEpochs() throws IOException {
        LogFixture fixture = LogFixture.opened();
        ByteBuf first = LogFixture.batch(2, 10, 1000);
        ByteBuf second = LogFixture.batch(1, 10, 1000);
        new BatchView().wrap(first, 0).assignLeaderEpoch(4);
        new BatchView().wrap(second, 0).assignBaseOffset(10);
        new BatchView().wrap(second, 0).assignLeaderEpoch(6);
        ByteBuf both = Unpooled.wrappedBuffer(first, second);

        AppendOutcome outcome = fixture.log.appendAsFollower(both, both.capacity(), fixture.nowMs);
        AppendOutcome again = fixture.log.appendAsFollower(both, both.capacity(), fixture.nowMs);
        both.release();

        assertThat(outcome.isOk()).isTrue();
        assertThat(again.isOk()).isFalse();
        assertThat(fixture.log.endOffset()).isEqualTo(11);
        assertThat(fixture.log.endOffsetFor(5)).isEqualTo(new EpochEnd(4, 10));
        assertThat(fixture.log.latestEpoch()).isEqualTo(6);
        assertThat(fixture.reopen().latestEpoch()).isEqualTo(6);
        fixture.die();
    }

    @Test
    void shouldKeepASegmentThatIsBeingReadAlthoughItIsDeleted() throws IOException {
        LogFixture fixture = LogFixture.opened(
                LogFixture.SETTINGS.change().segmentBytes(300).retentionMs(1000).build());
        fixture.append(2, 50);
        fixture.append(2, 50);
        fixture.log.raiseHighWatermark(4);
        fixture.log.releaseIdle(fixture.nowMs, 0);
        fixture.runIo();
        ColdRead underWay = (ColdRead) fixture.log.read(0, 1000, true, ReadBound.LOG_END);

        fixture.nowMs += 10_000;
        assertThat(fixture.log.retain(fixture.nowMs)).isEqualTo(2);
        fixture.runLater();

        assertThat(fixture.log.startOffset()).isEqualTo(4);
        assertThat(LogFixture.range(underWay)).containsExactly(0, 1);
        fixture.runLater();
        assertThat(fixture.disk.list("t-0"))
                .noneMatch(name -> name.contains("0000000000.") || name.endsWith(".deleted"));
        fixture.die();
    }

    @Test
    void shouldPutCompactedSegmentsInPlace() throws IOException {
        LogFixture fixture = LogFixture.opened(
                LogFixture.SETTINGS.change().segmentBytes(300).compact(true).build());
        for (int i = 0; i < 4; i++) {
            fixture.append(2, 50);
        }
        fixture.runIo();
        List<LogSegment> old = fixture.log.sealedSegments();
        LogSegment cleaned = LogSegment.create(fixture.log.context().segments(), 0, ".cleaned");
        cleaned.seal();
        cleaned.force();

        assertThat(fixture.log.replace(old, List.of(cleaned))).isTrue();
        assertThat(fixture.log.replace(old, List.of(cleaned))).isFalse();

        assertThat(fixture.log.sealedSegments()).containsExactly(cleaned);
        fixture.log.releaseIdle(fixture.nowMs, 0);
        assertThat(LogFixture.range(fixture.log.read(0, 1000, true, ReadBound.LOG_END)))
                .containsExactly(6, 7);
        fixture.die();
    }
}
