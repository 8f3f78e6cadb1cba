package dev.paddock.log.store;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.paddock.log.LogSettings;
import dev.paddock.log.TopicPartition;
import dev.paddock.log.clean.CleanerSettings;
import dev.paddock.log.io.FaultyLogDirectory;
import dev.paddock.log.io.OffsetCheckpoint;
import dev.paddock.log.log.AppendRequest;
import dev.paddock.log.log.PartitionLog;
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

/** A store that compacts, on a disk that does its worst. */
abstract class StoreCleaningFixture {
    static final TopicPartition A = new TopicPartition("a", 0);
    static final TopicPartition B = new TopicPartition("b", 0);
    static final LogSettings COMPACTED = LogSettings.DEFAULTS
            .change()
            .segmentBytes(1000)
            .compact(true)
            .delete(false)
            .minCleanableDirtyRatio(0.1)
            .build();
    static final CleanerSettings QUICK = new CleanerSettings(1, 1 << 20, 0.9, 4096, Double.MAX_VALUE, 1);

    final FaultyLogDirectory disk = new FaultyLogDirectory();
    final ExecutorService owner = Executors.newSingleThreadExecutor(task -> new Thread(task, "owner"));
    final Map<String, LogSettings> topics = new ConcurrentHashMap<>();
    final CountDownLatch offline = new CountDownLatch(1);
    LogStore store;

    private final class Listener implements DirListener {
        @Override
        public void onOffline(Path directory, Set<TopicPartition> partitions, Throwable cause) {
            offline.countDown();
        }

        @Override
        public void onAllOffline() {}
    }

    void open(CleanerSettings cleaner) throws IOException {
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

    <T> T onOwner(Callable<T> work) throws Exception {
        return owner.submit(work).get(30, SECONDS);
    }

    PartitionLog log(TopicPartition partition) throws Exception {
        return store.open(partition, new Uuid(1, 2), true).get(30, SECONDS);
    }

    /** Records of keys in turn, one in a batch. */
    void append(PartitionLog log, int count, int keys) throws Exception {
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
    List<Long> offsets(PartitionLog log) throws Exception {
        return onOwner(() -> {
            List<Long> offsets = new ArrayList<>();
            for (LogSegment segment : log.segments()) {
                segment.visitFrom(segment.baseOffset(), batch -> offsets.add(batch.baseOffset()));
            }
            return offsets;
        });
    }

    static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + SECONDS.toNanos(20);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    void awaitCleanings(int count) {
        await(() -> store.cleaner().cleanings() >= count);
    }

    Map<TopicPartition, Long> checkpoint() throws IOException {
        return new OffsetCheckpoint(disk, OffsetCheckpoint.CLEANER).read();
    }

    boolean isInCheckpoint(TopicPartition partition) {
        try {
            return checkpoint().containsKey(partition);
        } catch (IOException e) {
            return false;
        }
    }

    static boolean isCleaning() {
        return Thread.getAllStackTraces().entrySet().stream()
                .filter(thread -> thread.getKey().getName().startsWith("log-cleaner-"))
                .flatMap(thread -> List.of(thread.getValue()).stream())
                .anyMatch(frame -> frame.getMethodName().equals("transferred"));
    }
}
