package dev.paddock.log.clean;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class LogCleanerTest extends CleanerFixture {
    @Test
    void shouldCleanByItselfWithSeveralThreads() throws IOException {
        // given
        for (int i = 0; i < 5; i++) {
            log("topic" + i);
        }
        cleaner = cleaner(new CleanerSettings(3, 1 << 20, 0.9, 4096, Double.MAX_VALUE, 1));

        // when
        cleaner.start();
        await(() -> cleaner.status().cleanings() == 5);
        cleaner.close();

        // then
        for (TestLog log : logs) {
            assertThat(records(log)).isEqualTo(10);
        }
        assertThat(told).isEmpty();
    }

    @Test
    void shouldLeaveACleanLogAlone() throws Exception {
        // given
        log("topic");
        assertThat(cleaner.step()).isTrue();

        // then
        assertThat(cleaner.step()).isFalse();
        assertThat(cleaner.status().dirtiestRatio()).isZero();
    }

    @Test
    void shouldNotTouchALogThatIsNotCompacted() throws Exception {
        // given
        TestLog log = log("topic");
        log.settings = SETTINGS.change().compact(false).build();

        // then
        assertThat(cleaner.step()).isFalse();
        assertThat(records(log)).isEqualTo(300);
    }

    @Test
    void shouldCleanInSeveralGoesWhatDoesNotFitIntoMemoryAtOnce() throws Exception {
        // given
        cleaner = cleaner(new CleanerSettings(1, OffsetMap.SLOT_BYTES * 20, 0.9, 4096, Double.MAX_VALUE, BACKOFF_MS));
        TestLog log = log("topic");
        append(log, 15);
        log.roll();

        // when
        int goes = 0;
        while (cleaner.step()) {
            goes++;
        }

        // then
        assertThat(goes).isPositive();
        assertThat(records(log)).isEqualTo(15);
        assertThat(told).isEmpty();
    }

    @Test
    void shouldCleanAnewWhatIsWrittenWhereALogWasCutOff() throws Exception {
        // given
        TestLog log = log("topic");
        assertThat(cleaner.step()).isTrue();
        assertThat(new CleanerCheckpoints().get(disk, log.partition())).hasValue(300);

        // when
        cleaner.truncating(disk, log.partition(), 120);
        assertThat(cleaner.step()).isTrue();

        // then
        assertThat(new CleanerCheckpoints().get(disk, log.partition())).hasValue(300);
    }

    @Test
    void shouldForgetAPartitionThatIsGone() throws Exception {
        // given
        TestLog log = log("topic");
        assertThat(cleaner.step()).isTrue();

        // when
        cleaner.deleted(disk, log.partition());

        // then
        assertThat(cleaner.step()).as("another one of that name").isTrue();
    }

    @Test
    void shouldBeAsOldAsWhatItWasMadeFrom() throws Exception {
        // given
        TestLog log = log("topic");
        disk.lastModifiedMs("topic-0/00000000000000000200.log", 777);

        // when
        assertThat(cleaner.step()).isTrue();

        // then
        assertThat(log.segments).hasSize(2);
        assertThat(log.segments.get(0).lastModifiedMs()).isEqualTo(777);
    }
}
