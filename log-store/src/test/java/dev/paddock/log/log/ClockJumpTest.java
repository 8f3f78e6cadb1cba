package dev.paddock.log.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paddock.log.LogSettings;
import dev.paddock.protocol.ErrorCode;
import dev.paddock.protocol.record.BatchView;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a log does when the wall clock is set back, or far forward. Nothing waits until a clock has caught up. */
class ClockJumpTest {
    private static final long DAY_MS = 86_400_000;
    private static final long NOW_MS = 20_000 * DAY_MS;

    private LogFixture fixture;

    @AfterEach
    void end() {
        fixture.die();
    }

    private LogFixture opened(LogSettings settings) throws IOException {
        fixture = new LogFixture();
        fixture.settings = settings;
        fixture.nowMs = NOW_MS;
        fixture.open(true);
        return fixture;
    }

    /** Ten batches of as many segments, all of the fixture's now. */
    private LogFixture tenSegments(long retentionMs) throws IOException {
        opened(LogFixture.SETTINGS
                .change()
                .segmentBytes(300)
                .retentionMs(retentionMs)
                .build());
        for (int i = 0; i < 10; i++) {
            fixture.append(1, 200);
        }
        fixture.log.raiseHighWatermark(fixture.log.endOffset());
        fixture.runIo();
        assertThat(fixture.log.segments()).hasSize(10);
        return fixture;
    }

    @Test
    void shouldDeleteNothingForAClockThatWasSetBack() throws IOException {
        tenSegments(DAY_MS);
        assertThat(fixture.log.retain(NOW_MS - 400 * DAY_MS)).isZero();
        assertThat(fixture.log.retain(0)).isZero();
        assertThat(fixture.log.retain(NOW_MS)).isZero();
    }

    /** As in Kafka: by that clock all is too old. What is appended then is kept, also when the clock is right again. */
    @Test
    void shouldDeleteAllForAClockFarAheadAndGoOnFromThere() throws IOException {
        tenSegments(DAY_MS);
        fixture.nowMs = NOW_MS + 400 * DAY_MS;

        assertThat(fixture.log.retain(fixture.nowMs)).isEqualTo(10);

        assertThat(fixture.log.startOffset()).isEqualTo(10);
        assertThat(fixture.append(1, 200).isOk()).isTrue();
        fixture.nowMs = NOW_MS;
        assertThat(fixture.append(1, 200).lastOffset()).isEqualTo(11);
        fixture.log.raiseHighWatermark(12);
        assertThat(fixture.log.retain(fixture.nowMs)).isZero();
        assertThat(fixture.log.endOffset()).isEqualTo(12);
    }

    /** As in Kafka: they keep all behind them, too, until their time has come; size still counts. */
    @Test
    void shouldKeepRecordsFromTheFutureUntilTheyAreOld() throws IOException {
        opened(LogFixture.SETTINGS
                .change()
                .segmentBytes(300)
                .retentionMs(DAY_MS)
                .build());
        long future = NOW_MS + 10 * DAY_MS;
        fixture.append(LogFixture.batch(1, 200, future));
        for (int i = 0; i < 3; i++) {
            fixture.append(1, 200);
        }
        fixture.log.raiseHighWatermark(fixture.log.endOffset());

        assertThat(fixture.log.retain(NOW_MS + 5 * DAY_MS)).isZero();
        assertThat(fixture.log.retain(future + DAY_MS + 1)).isEqualTo(4);
    }

    @Test
    void shouldFlushInTimeByAClockThatWasSetBack() throws IOException {
        opened(LogFixture.SETTINGS.change().flushMs(1000).build());
        fixture.append(1, 10);
        fixture.log.flushIfDue(NOW_MS + 999);
        fixture.runIo();
        assertThat(fixture.log.recoveryPoint()).isZero();
        long back = NOW_MS - DAY_MS;
        fixture.log.flushIfDue(back);
        fixture.log.flushIfDue(back + 1000);
        fixture.runIo();
        assertThat(fixture.log.recoveryPoint()).isEqualTo(1);
    }

    @Test
    void shouldGiveBackWhatIsIdleByAClockThatWasSetBack() throws IOException {
        opened(LogFixture.SETTINGS);
        fixture.append(1, 10);
        long back = NOW_MS - DAY_MS;
        fixture.log.releaseIdle(back, 60_000);
        assertThat(fixture.tails.usedBytes()).isPositive();
        fixture.log.releaseIdle(back + 60_000, 60_000);
        assertThat(fixture.tails.usedBytes()).isZero();
    }

    @Test
    void shouldRollByAClockThatWasSetBackWhereRecordsHaveNoTime() throws IOException {
        opened(LogFixture.SETTINGS.change().segmentMs(3_600_000).build());
        fixture.append(LogFixture.batch(1, 10, BatchView.NO_TIMESTAMP));
        fixture.nowMs = NOW_MS - DAY_MS;
        fixture.append(LogFixture.batch(1, 10, BatchView.NO_TIMESTAMP));
        assertThat(fixture.log.segments()).hasSize(1);
        fixture.nowMs += 3_600_001;
        fixture.append(LogFixture.batch(1, 10, BatchView.NO_TIMESTAMP));
        assertThat(fixture.log.segments()).hasSize(2);
    }

    /** A producer that was forgotten too early goes on with any sequence (KIP-360); only a repeated batch is not known. */
    @Test
    void shouldLetProducersGoOnThatAClockFarAheadHasExpired() throws IOException {
        opened(LogFixture.SETTINGS);
        // Its records are of 5,000 to 5,002.
        assertThat(fixture.append(LogFixture.batchOf(7, 0, 0, 3)).isOk()).isTrue();
        fixture.log.retain(0);
        assertThat(fixture.log.producers().size()).isEqualTo(1);
        assertThat(fixture.append(LogFixture.batchOf(7, 0, 0, 3)).isDuplicate()).isTrue();

        fixture.log.retain(5_002 + DAY_MS);

        assertThat(fixture.log.producers().size()).isZero();
        assertThat(fixture.append(LogFixture.batchOf(7, 0, 3, 3)).error()).isEqualTo(ErrorCode.NONE);
        assertThat(fixture.append(LogFixture.batchOf(7, 0, 9, 3)).error())
                .isEqualTo(ErrorCode.OUT_OF_ORDER_SEQUENCE_NUMBER);
    }
}
