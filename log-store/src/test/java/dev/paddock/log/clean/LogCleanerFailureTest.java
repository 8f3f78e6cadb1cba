package dev.paddock.log.clean;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What goes wrong, what is in the way, and the end. */
class LogCleanerFailureTest extends CleanerFixture {
    @Test
    void shouldSetADamagedLogAsideAndCleanTheOthers() throws Exception {
        // given
        TestLog damaged = log("damaged");
        TestLog sound = log("sound");
        disk.flip("damaged-0/00000000000000000000.log", 500, 1);

        // when
        assertThat(cleaner.step()).isTrue();
        assertThat(cleaner.step()).isTrue();

        // then
        assertThat(cleaner.step()).isFalse();
        assertThat(records(sound)).isEqualTo(10);
        assertThat(told).singleElement().asString().startsWith("damaged-0").contains("checksum");
        assertThat(cleaner.status().setAside()).containsOnlyKeys(damaged.partition());
        assertThat(disk.list("damaged-0")).noneMatch(name -> name.endsWith(".cleaned"));
    }

    @Test
    void shouldTryAgainLaterWhenTheDiskWasFull() throws Exception {
        // given
        TestLog log = log("topic");
        disk.leaveSpace(10);
        assertThat(cleaner.step()).isTrue();
        assertThat(cleaner.step()).as("at once").isFalse();
        assertThat(disk.list("topic-0")).noneMatch(name -> name.endsWith(".cleaned"));

        // when
        disk.giveSpace();
        nowMs.addAndGet(BACKOFF_MS);

        // then
        assertThat(cleaner.step()).isTrue();
        assertThat(records(log)).isEqualTo(10);
        assertThat(told).isEmpty();
    }

    @Test
    void shouldTellOfAFailingDisk() throws Exception {
        // given
        TestLog log = log("topic");
        disk.failForces(true);

        // when
        assertThat(cleaner.step()).isTrue();

        // then
        disk.failForces(false);
        assertThat(told).singleElement().asString().contains("told to fail when forced");
        assertThat(records(log)).isEqualTo(300);
        assertThat(cleaner.status().setAside()).isEmpty();
    }

    @Test
    void shouldThrowAwayWhatTheLogDoesNotTake() throws Exception {
        // given
        TestLog log = log("topic");
        log.nextAnswer = CompletableFuture.completedFuture(false);

        // when
        assertThat(cleaner.step()).isTrue();

        // then
        assertThat(records(log)).isEqualTo(300);
        assertThat(disk.list("topic-0")).noneMatch(name -> name.endsWith(".cleaned"));
        assertThat(cleaner.step()).isTrue();
        assertThat(records(log)).isEqualTo(10);
    }

    @Test
    void shouldSetALogAsideThatNeedsMoreMemoryThanThereIs() throws Exception {
        // given
        cleaner = cleaner(new CleanerSettings(1, OffsetMap.SLOT_BYTES * 8, 0.9, 4096, Double.MAX_VALUE, BACKOFF_MS));
        log("topic");

        // when
        assertThat(cleaner.step()).isTrue();

        // then
        assertThat(told).singleElement().asString().contains("offset 0").contains("log.cleaner.dedupe.buffer.size");
        assertThat(cleaner.step()).isFalse();
    }

    @Test
    void shouldRefuseMemoryForNoKeyAtTheStart() {
        assertThatThrownBy(() -> cleaner(new CleanerSettings(4, 100, 0.9, 4096, 1, 1)))
                .hasMessageContaining("log.cleaner.threads");
        assertThatThrownBy(() -> new CleanerSettings(0, 100, 0.9, 4096, 1, 1))
                .hasMessageContaining("log.cleaner.threads is 0");
    }

    @Test
    void shouldStopWithinASecondHoweverSlowItMayWork() throws IOException {
        // given
        TestLog log = log("topic");
        cleaner = cleaner(slow());
        cleaner.start();
        await(this::isCleaning);

        // then
        assertThat(millisToClose()).isLessThan(1000);
        assertThat(records(log)).isEqualTo(300);
        assertThat(told).isEmpty();
    }

    @Test
    void shouldStopWhileTheOwnerDoesNotAnswer() throws IOException {
        // given
        TestLog log = log("topic");
        log.nextAnswer = new CompletableFuture<>();
        cleaner = cleaner(new CleanerSettings(1, 1 << 20, 0.9, 4096, Double.MAX_VALUE, 1));
        cleaner.start();
        await(() -> log.nextAnswer == null);

        // then
        assertThat(millisToClose()).isLessThan(1000);
        assertThat(told).isEmpty();
    }

    @Test
    void shouldLetGoOfAPartitionThatIsPausedAndGoOnWhenItIsResumed() throws Exception {
        // given
        TestLog log = log("topic");
        cleaner = cleaner(slow());
        cleaner.start();
        await(this::isCleaning);

        // when
        cleaner.pause(log.partition()).get(1, TimeUnit.SECONDS);

        // then
        assertThat(records(log)).isEqualTo(300);
        assertThat(isCleaning()).isFalse();
        cleaner.resume(log.partition());
        await(this::isCleaning);
    }

    @Test
    void shouldCleanFromTheBeginningWhenTheCheckpointIsDamaged() throws Exception {
        // given
        TestLog log = log("topic");
        disk.writeAtomically("cleaner-offset-checkpoint", new byte[] {'0', '\n', 'x'});

        // then
        assertThat(cleaner.step()).isTrue();
        assertThat(records(log)).isEqualTo(10);
        assertThat(told).isEmpty();
    }
}
