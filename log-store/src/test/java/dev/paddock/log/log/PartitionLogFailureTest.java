package dev.paddock.log.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.paddock.protocol.ErrorCode;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a log does when its disk does not. */
class PartitionLogFailureTest {
    @Test
    void shouldRefuseWhileTheDiskIsFullAndGoOnAfterwards() throws IOException {
        LogFixture fixture = LogFixture.opened();
        fixture.append(LogFixture.batchOf(7, 0, 0, 2));
        byte[] before = fixture.readAll();
        fixture.disk.leaveSpace(20);

        AppendOutcome refused = fixture.append(LogFixture.batchOf(7, 0, 2, 2));

        assertThat(refused.error()).isEqualTo(ErrorCode.KAFKA_STORAGE_ERROR);
        assertThat(fixture.failures).isEmpty();
        assertThat(fixture.readAll()).isEqualTo(before);
        fixture.disk.giveSpace();
        AppendOutcome again = fixture.append(LogFixture.batchOf(7, 0, 2, 2));
        assertThat(again.isDuplicate()).isFalse();
        assertThat(again.baseOffset()).isEqualTo(2);
        fixture.die();
    }

    @Test
    void shouldRefuseAllOfAWriteThatFailsHalfWayAndGoOffline() throws IOException {
        LogFixture fixture = LogFixture.opened();
        fixture.append(2, 10);
        fixture.disk.failWriteAfter(0);

        List<AppendOutcome> outcomes = fixture.appendTogether(LogFixture.batch(1, 10, 0), LogFixture.batch(1, 10, 0));

        assertThat(outcomes).extracting(AppendOutcome::error).containsOnly(ErrorCode.KAFKA_STORAGE_ERROR);
        assertThat(fixture.failures).hasSize(1);
        assertThat(fixture.append(1, 1).error()).isEqualTo(ErrorCode.KAFKA_STORAGE_ERROR);
        assertThat(fixture.log.read(0, 100, true, ReadBound.LOG_END)).isEqualTo(LogRead.Nothing.OFFLINE);
        assertThat(fixture.log.raiseStartOffset(0)).isEqualTo(ErrorCode.KAFKA_STORAGE_ERROR);
        fixture.die();

        fixture.open(false);
        assertThat(fixture.log.endOffset()).isEqualTo(2);
        fixture.die();
    }

    @Test
    void shouldGoOfflineWhenForcingFails() throws IOException {
        LogFixture fixture = LogFixture.opened();
        fixture.append(2, 50);
        fixture.disk.failForces(true);
        fixture.log.requestFlush();
        fixture.runIo();
        assertThat(fixture.failures).hasSize(1);
        assertThat(fixture.log.recoveryPoint()).isZero();
        fixture.die();
    }

    @Test
    void shouldGoOfflineWhenATruncationFails() throws IOException {
        LogFixture fixture = LogFixture.opened();
        fixture.append(2, 50);
        fixture.append(2, 50);
        fixture.disk.failForces(true);
        assertThatThrownBy(() -> fixture.log.truncateTo(2, fixture.nowMs)).isInstanceOf(IOException.class);
        assertThat(fixture.append(1, 1).error()).isEqualTo(ErrorCode.KAFKA_STORAGE_ERROR);
        fixture.die();
    }
}
