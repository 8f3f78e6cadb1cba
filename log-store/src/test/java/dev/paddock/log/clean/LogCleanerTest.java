package dev.paddock.log.clean;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.paddock.log.LogSettings;
import dev.paddock.log.TopicPartition;
import dev.paddock.log.io.FaultyLogDirectory;
import dev.paddock.log.io.LogDirectory;
import dev.paddock.protocol.record.BatchBuilder;
import dev.paddock.protocol.record.BatchSettings;
import dev.paddock.protocol.record.BatchView;
import dev.paddock.protocol.record.Compression;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LogCleanerTest implements CleanerListener {
    private static final LogSettings SETTINGS = LogSettings.DEFAULTS
            .change()
            .compact(true)
            .delete(false)
            .minCleanableDirtyRatio(0)
            .build();
    private static final long BACKOFF_MS = 1000;

    private final FaultyLogDirectory disk = new FaultyLogDirectory();
    private final List<TestLog> logs = new ArrayList<>();
    private final List<String> told = new ArrayList<>();
    private final AtomicLong nowMs = new AtomicLong(1_000_000);
    private LogCleaner cleaner = cleaner(new CleanerSettings(1, 1 << 20, 0.9, 4096, Double.MAX_VALUE, BACKOFF_MS));

    private LogCleaner cleaner(CleanerSettings settings) {
        return new LogCleaner(
                settings,
                new CleanerSeams(() -> logs, this, LogContent.ALLOCATOR, nowMs::get, System::nanoTime, () -> 5));
    }

    /** So slow that a cleaning is under way as long as the test likes. */
    private static CleanerSettings slow() {
        return new CleanerSettings(1, 1 << 20, 0.9, 4096, 1, 10);
    }

    @AfterEach
    void shouldGiveAllMemoryBack() throws IOException {
        cleaner.close();
        for (TestLog log : logs) {
            log.delete();
        }
        assertThat(LogContent.ALLOCATOR.metric().usedDirectMemory()).isZero();
    }

    /** Three segments in which each of ten keys is written over and over; 100 records. */
    private TestLog log(String topic) throws IOException {
        TestLog log = new TestLog(disk, new TopicPartition(topic, 0), SETTINGS);
        for (int segment = 0; segment < 3; segment++) {
            for (int batch = 0; batch < 10; batch++) {
                append(log, 10);
            }
            log.roll();
        }
        logs.add(log);
        return log;
    }

    private void append(TestLog log, int keys) throws IOException {
        BatchSettings settings = BatchSettings.of(BatchView.MAGIC_V2, Compression.NONE, log.endOffset());
        try (BatchBuilder builder = BatchBuilder.of(settings, LogContent.ALLOCATOR)) {
            for (int key = 0; key < keys; key++) {
                builder.append(
                        settings.baseOffset() + key,
                        nowMs.get(),
                        Unpooled.buffer(4).writeInt(key),
                        Unpooled.buffer(8).writeLong(key));
            }
            log.append(builder.build());
        }
    }

    private static int records(TestLog log) throws IOException {
        return LogContent.of(log.segments).records().size();
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    private boolean isCleaning() {
        return LogContent.ALLOCATOR.metric().usedDirectMemory() > 0;
    }

    private long millisToClose() {
        long start = System.nanoTime();
        cleaner.close();
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    }

    @Override
    public void onSetAside(TopicPartition partition, String reason) {
        told.add(partition + " " + reason);
    }

    @Override
    public void onFailure(LogDirectory directory, Throwable cause) {
        told.add(directory + " " + cause.getMessage());
    }

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
    void shouldCleanAnewWhatIsWrittenWhereALogWasCutOff() throws Exception {
        // given
        TestLog log = log("topic");
        assertThat(cleaner.step()).isTrue();
        assertThat(new CleanerCheckpoints().get(disk, log.partition())).hasValue(300);

        // when
        cleaner.truncated(log.partition(), 120);
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
        cleaner.deleted(log.partition());

        // then
        assertThat(cleaner.step()).as("another one of that name").isTrue();
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
