package dev.paddock.log.clean;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;

/** Logs on a disk that does its worst, and their cleaner, whose steps are made by hand or by its threads. */
abstract class CleanerFixture implements CleanerListener {

    static final LogSettings SETTINGS = LogSettings.DEFAULTS
            .change()
            .compact(true)
            .delete(false)
            .minCleanableDirtyRatio(0)
            .build();
    static final long BACKOFF_MS = 1000;

    final FaultyLogDirectory disk = new FaultyLogDirectory();
    final List<TestLog> logs = new ArrayList<>();
    final List<String> told = new ArrayList<>();
    final AtomicLong nowMs = new AtomicLong(1_000_000);
    LogCleaner cleaner = cleaner(new CleanerSettings(1, 1 << 20, 0.9, 4096, Double.MAX_VALUE, BACKOFF_MS));

    LogCleaner cleaner(CleanerSettings settings) {
        return new LogCleaner(
                settings,
                new CleanerSeams(() -> logs, this, LogContent.ALLOCATOR, nowMs::get, System::nanoTime, () -> 5));
    }

    /** So slow that a cleaning is under way as long as the test likes. */
    static CleanerSettings slow() {
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
    TestLog log(String topic) throws IOException {
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

    void append(TestLog log, int keys) throws IOException {
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

    static int records(TestLog log) throws IOException {
        return LogContent.of(log.segments).records().size();
    }

    static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    boolean isCleaning() {
        return LogContent.ALLOCATOR.metric().usedDirectMemory() > 0;
    }

    long millisToClose() {
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
}
