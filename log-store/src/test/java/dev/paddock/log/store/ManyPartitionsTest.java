package dev.paddock.log.store;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.paddock.log.LogSettings;
import dev.paddock.log.TopicPartition;
import dev.paddock.log.io.CleanShutdownFile;
import dev.paddock.log.io.DiskLogDirectory;
import dev.paddock.log.log.AppendOutcome;
import dev.paddock.log.log.AppendRequest;
import dev.paddock.log.log.ColdRead;
import dev.paddock.log.log.OffsetSearch;
import dev.paddock.log.log.PartitionLog;
import dev.paddock.log.log.ReadBound;
import dev.paddock.log.producer.AppendOrigin;
import dev.paddock.log.producer.ProducerLimits;
import dev.paddock.log.testing.Batches;
import dev.paddock.protocol.Uuid;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What many partitions take: 200 of them, and 10,000 with -Plong. */
@EnabledOnOs(OS.LINUX)
class ManyPartitionsTest {
    private static final int PARTITIONS = Integer.getInteger("paddock.partitions", 200);
    private static final int OPEN_FILES = 60;
    /** In use at the same moment: by the owner, and by the threads of the log dir. */
    private static final int IN_USE_MAX = 12;

    private static final int HEAP_BYTES_EACH = 12_000;
    private static final StoreSettings SETTINGS = new StoreSettings(
            2,
            -1,
            -1,
            -1,
            -1,
            -1,
            new ProducerLimits(86_400_000, 1000),
            1 << 20,
            1 << 12,
            OPEN_FILES,
            -1,
            5,
            Optional.empty());

    @TempDir
    Path folder;

    private final ExecutorService owner = Executors.newSingleThreadExecutor();
    private LogStore store;

    @AfterEach
    void stop() {
        store.close();
        owner.shutdown();
    }

    private void start() throws IOException {
        StoreSeams seams = new StoreSeams(
                partition -> owner,
                topic -> LogSettings.DEFAULTS,
                new DamageFixture.Silent(),
                ByteBufAllocator.DEFAULT,
                System::currentTimeMillis);
        store = LogStore.open(List.of(new DiskLogDirectory(folder)), SETTINGS, seams);
    }

    private List<PartitionLog> open(boolean isNew) throws Exception {
        List<CompletableFuture<PartitionLog>> opening = new ArrayList<>();
        for (int i = 0; i < PARTITIONS; i++) {
            opening.add(store.open(new TopicPartition("many", i), new Uuid(5, 6), isNew));
        }
        List<PartitionLog> logs = new ArrayList<>();
        for (CompletableFuture<PartitionLog> one : opening) {
            logs.add(one.get(300, SECONDS));
        }
        return logs;
    }

    /** Of this process, in the folder. */
    private long openHandles() throws IOException {
        try (Stream<Path> handles = Files.list(Path.of("/proc/self/fd"))) {
            return handles.filter(handle -> leadsTo(handle).startsWith(folder.toString()))
                    .count();
        }
    }

    private static String leadsTo(Path handle) {
        try {
            return Files.readSymbolicLink(handle).toString();
        } catch (IOException e) {
            // The one that lists is closed by now.
            return "";
        }
    }

    private void use(PartitionLog log) throws Exception {
        owner.submit(() -> {
                    ByteBuf batch = Batches.v2(0, 0, 100, 1000 + log.endOffset());
                    AppendOutcome outcome =
                            log.append(new AppendRequest(batch, batch.capacity(), AppendOrigin.CLIENT), 1, 1);
                    batch.release();
                    assertThat(outcome.isOk()).isTrue();
                    log.releaseIdle(System.currentTimeMillis(), 0);
                    try (ColdRead read = (ColdRead) log.read(0, 1000, true, ReadBound.LOG_END);
                            OffsetSearch search = log.byTimestamp(1000)) {
                        assertThat(read.run().length()).isPositive();
                        assertThat(search.run().offset()).isZero();
                    }
                    return null;
                })
                .get(60, SECONDS);
    }

    @Test
    void shouldHoldNoMoreFilesOpenThanAllowedWhileAllAreUsedInTurn() throws Exception {
        start();
        long most = 0;
        List<PartitionLog> logs = open(true);
        for (int round = 0; round < 2; round++) {
            for (PartitionLog log : logs) {
                use(log);
                most = log.partition().partition() % 50 == 0 ? Math.max(most, openHandles()) : most;
            }
        }
        assertThat(most).isBetween(OPEN_FILES / 2L, (long) OPEN_FILES + IN_USE_MAX);

        // After an orderly end nothing is opened before it is asked for, and what is asked for is not held.
        store.close();
        assertThat(openHandles()).isZero();
        start();
        assertThat(store.existing()).hasSize(PARTITIONS);
        assertThat(openHandles()).isZero();
        open(false);
        assertThat(openHandles()).isLessThanOrEqualTo(OPEN_FILES + IN_USE_MAX);

        // After a disorderly one all of them are looked through.
        store.close();
        CleanShutdownFile.delete(new DiskLogDirectory(folder));
        start();
        for (PartitionLog log : open(false)) {
            assertThat(log.endOffset()).isEqualTo(2);
        }
        assertThat(openHandles()).isLessThanOrEqualTo(OPEN_FILES + IN_USE_MAX);
    }

    @Test
    void shouldTakeLittleMemoryForOneThatIsIdle() throws Exception {
        start();
        for (PartitionLog log : open(true)) {
            use(log);
        }
        store.close();
        start();
        long before = usedHeapBytes();
        List<PartitionLog> logs = open(false);
        assertThat((usedHeapBytes() - before) / PARTITIONS).isLessThan(HEAP_BYTES_EACH);
        assertThat(logs).hasSize(PARTITIONS);
        assertThat(store.tailBytes()).isZero();
    }

    private static long usedHeapBytes() {
        System.gc();
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
