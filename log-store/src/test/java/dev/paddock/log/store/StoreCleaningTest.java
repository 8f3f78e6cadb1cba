package dev.paddock.log.store;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.paddock.log.LogSettings;
import dev.paddock.log.TopicPartition;
import dev.paddock.log.clean.CleanerSettings;
import dev.paddock.log.io.FaultyLogDirectory;
import dev.paddock.log.io.OffsetCheckpoint;
import dev.paddock.log.log.AppendRequest;
import dev.paddock.log.log.ColdRead;
import dev.paddock.log.log.LogRead;
import dev.paddock.log.log.PartitionLog;
import dev.paddock.log.log.ReadBound;
import dev.paddock.log.log.TailRead;
import dev.paddock.log.producer.AppendOrigin;
import dev.paddock.log.producer.ProducerLimits;
import dev.paddock.log.segment.LogSegment;
import dev.paddock.protocol.Uuid;
import dev.paddock.protocol.record.BatchBuilder;
import dev.paddock.protocol.record.BatchSettings;
import dev.paddock.protocol.record.BatchView;
import dev.paddock.protocol.record.Compression;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Compaction as a part of the store: which logs are opened for it, and what else has to know of it. */
class StoreCleaningTest {
    private static final TopicPartition A = new TopicPartition("a", 0);
    private static final TopicPartition B = new TopicPartition("b", 0);
    private static final LogSettings COMPACTED = LogSettings.DEFAULTS
            .change()
            .segmentBytes(1000)
            .compact(true)
            .delete(false)
            .minCleanableDirtyRatio(0.1)
            .build();
    private static final CleanerSettings QUICK = new CleanerSettings(1, 1 << 20, 0.9, 4096, Double.MAX_VALUE, 1);

    private final FaultyLogDirectory disk = new FaultyLogDirectory();
    private final ExecutorService owner = Executors.newSingleThreadExecutor(task -> new Thread(task, "owner"));
    private final Map<String, LogSettings> topics = new ConcurrentHashMap<>();
    private final CountDownLatch offline = new CountDownLatch(1);
    private LogStore store;

    private final class Listener implements DirListener {
        @Override
        public void onOffline(Path directory, Set<TopicPartition> partitions, Throwable cause) {
            offline.countDown();
        }

        @Override
        public void onAllOffline() {}
    }

    private void open(CleanerSettings cleaner) throws IOException {
        store = LogStore.open(
                List.of(disk),
                new StoreSettings(
                        2,
                        -1,
                        -1,
                        -1,
                        -1,
                        -1,
                        new ProducerLimits(86_400_000, 1000),
                        1 << 20,
                        1 << 18,
                        50,
                        -1,
                        1,
                        Optional.ofNullable(cleaner)),
                new StoreSeams(
                        partition -> owner,
                        topic -> topics.getOrDefault(topic, LogSettings.DEFAULTS),
                        new Listener(),
                        ByteBufAllocator.DEFAULT,
                        System::currentTimeMillis));
    }

    @AfterEach
    void stop() {
        store.close();
        owner.shutdown();
    }

    private <T> T onOwner(Callable<T> work) throws Exception {
        return owner.submit(work).get(30, SECONDS);
    }

    private PartitionLog log(TopicPartition partition) throws Exception {
        return store.open(partition, new Uuid(1, 2), true).get(30, SECONDS);
    }

    /** Records of keys in turn, one in a batch. */
    private void append(PartitionLog log, int count, int keys) throws Exception {
        onOwner(() -> {
            for (int i = 0; i < count; i++) {
                BatchSettings settings = BatchSettings.of(BatchView.MAGIC_V2, Compression.NONE, 0);
                try (BatchBuilder builder = BatchBuilder.of(settings, ByteBufAllocator.DEFAULT)) {
                    builder.append(0, 1, Unpooled.buffer(4).writeInt(i % keys), Unpooled.wrappedBuffer(new byte[20]));
                    ByteBuf batch = builder.build();
                    log.append(new AppendRequest(batch, batch.readableBytes(), AppendOrigin.CLIENT), 1, 1);
                    batch.release();
                }
            }
            log.raiseHighWatermark(log.endOffset());
            return null;
        });
    }

    /** The offsets that are left. */
    private List<Long> offsets(PartitionLog log) throws Exception {
        return onOwner(() -> {
            List<Long> offsets = new ArrayList<>();
            for (LogSegment segment : log.segments()) {
                segment.visitFrom(segment.baseOffset(), batch -> offsets.add(batch.baseOffset()));
            }
            return offsets;
        });
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + SECONDS.toNanos(20);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    private void awaitCleanings(int count) {
        await(() -> store.cleaner().cleanings() >= count);
    }

    private Map<TopicPartition, Long> checkpoint() throws IOException {
        return new OffsetCheckpoint(disk, OffsetCheckpoint.CLEANER).read();
    }

    @Test
    void shouldLoseNothingBehindTheGapsOfALogThatWasCompactedWhateverItIsNow() throws Exception {
        // given
        topics.put("a", COMPACTED);
        open(QUICK);
        store.start();
        PartitionLog log = log(A);
        append(log, 200, 150);
        onOwner(() -> {
            log.flush();
            return null;
        });
        awaitCleanings(1);
        store.stopCleaning();
        List<Long> before = offsets(log);
        // Nobody has written down a recovery point.
        disk.crash();

        // when
        topics.put("a", COMPACTED.change().compact(false).delete(true).build());
        open(null);
        assertThat(store.opened(A)).as("before its settings are known").isNull();
        store.start();
        await(() -> store.opened(A) != null);

        // then
        assertThat(before).hasSizeLessThan(200);
        assertThat(offsets(store.opened(A))).isEqualTo(before);
    }

    @Test
    void shouldNotReadFromMemoryWhatIsGoneFromTheDisk() throws Exception {
        // given
        topics.put("a", COMPACTED);
        open(QUICK);
        PartitionLog log = log(A);
        append(log, 100, 5);
        long held = store.tailBytes();

        // when
        store.start();
        awaitCleanings(1);

        // then
        LogRead first = onOwner(() -> log.read(0, 10_000, true, ReadBound.LOG_END));
        assertThat(first).isInstanceOf(ColdRead.class);
        ((ColdRead) first).close();
        LogRead last = onOwner(() -> log.read(log.endOffset() - 1, 10_000, true, ReadBound.LOG_END));
        assertThat(last).isInstanceOf(TailRead.class);
        ((TailRead) last).bytes().release();
        assertThat(store.tailBytes()).isLessThan(held);
    }

    @Test
    void shouldOpenForCleaningOnlyWhatNeedsIt() throws Exception {
        // given
        topics.put("a", COMPACTED);
        topics.put("b", COMPACTED);
        open(QUICK);
        store.start();
        append(log(A), 100, 5);
        awaitCleanings(1);
        store.close();
        open(null);
        append(log(B), 100, 5);
        append(log(new TopicPartition("deleted", 0)), 100, 5);
        store.close();

        // when
        open(QUICK);
        store.start();
        awaitCleanings(1);
        long look = store.cleaner().lastLookMs();
        await(() -> store.cleaner().lastLookMs() > look + 20);

        // then
        assertThat(offsets(store.opened(B))).hasSizeLessThan(30);
        assertThat(store.openedLogs()).containsExactly(store.opened(B));
        assertThat(store.cleaner().cleanings()).isEqualTo(1);
    }

    @Test
    void shouldForgetOnTheDiskToWhereADeletedPartitionWasCleaned() throws Exception {
        // given
        topics.put("a", COMPACTED);
        open(QUICK);
        store.start();
        append(log(A), 100, 5);
        awaitCleanings(1);
        await(() -> isInCheckpoint(A));

        // when
        store.delete(A).get(30, SECONDS);

        // then
        assertThat(checkpoint()).isEmpty();
    }

    @Test
    void shouldNotTakeOverToWhereAnotherPartitionOfTheSameNameWasCleaned() throws Exception {
        // given
        new OffsetCheckpoint(disk, OffsetCheckpoint.CLEANER).write(Map.of(A, 90L));
        open(null);
        store.start();

        // when
        log(A);

        // then
        assertThat(checkpoint()).isEmpty();
    }

    private boolean isInCheckpoint(TopicPartition partition) {
        try {
            return checkpoint().containsKey(partition);
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void shouldKnowOnTheDiskThatWhatWasCutOffIsNotClean() throws Exception {
        // given
        topics.put("a", COMPACTED);
        open(QUICK);
        store.start();
        PartitionLog log = log(A);
        append(log, 200, 100);
        awaitCleanings(1);
        await(() -> isInCheckpoint(A));
        store.stopCleaning();
        long cleanedTo = checkpoint().get(A);

        // when
        onOwner(() -> {
            log.truncateTo(cleanedTo - 50, 1);
            return null;
        });

        // then
        assertThat(checkpoint()).containsEntry(A, cleanedTo - 50);
    }

    @Test
    void shouldTakeALogDirOfflineThatFailsWhileItIsCleaned() throws Exception {
        // given
        topics.put("a", COMPACTED.change().compact(false).build());
        open(QUICK);
        store.start();
        PartitionLog log = log(A);
        append(log, 100, 5);
        onOwner(() -> {
            log.flush();
            return null;
        });
        disk.failForces(true);

        // when
        topics.put("a", COMPACTED);
        store.settingsChanged("a");

        // then
        assertThat(offline.await(20, SECONDS)).isTrue();
        assertThat(log.isOffline()).isTrue();
        disk.failForces(false);
    }

    @Test
    void shouldEndACleaningWhenTheTopicIsNotCompactedAnyMore() throws Exception {
        // given
        topics.put("a", COMPACTED);
        open(new CleanerSettings(1, 1 << 20, 0.9, 4096, 1, 1));
        store.start();
        PartitionLog log = log(A);
        append(log, 100, 5);
        await(() -> isCleaning());

        // when
        topics.put("a", COMPACTED.change().compact(false).build());
        store.settingsChanged("a");

        // then
        await(() -> !isCleaning());
        assertThat(offsets(log)).hasSize(100);
    }

    private static boolean isCleaning() {
        return Thread.getAllStackTraces().entrySet().stream()
                .filter(thread -> thread.getKey().getName().startsWith("log-cleaner-"))
                .flatMap(thread -> List.of(thread.getValue()).stream())
                .anyMatch(frame -> frame.getMethodName().equals("transferred"));
    }
}
