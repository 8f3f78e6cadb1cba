package dev.paddock.log.store;

import dev.paddock.log.LogSettings;
import dev.paddock.log.TopicPartition;
import dev.paddock.log.clean.CleanerSettings;
import dev.paddock.log.io.DiskLogDirectory;
import dev.paddock.log.io.OffsetCheckpoint;
import dev.paddock.log.log.AppendOutcome;
import dev.paddock.log.log.AppendRequest;
import dev.paddock.log.log.PartitionLog;
import dev.paddock.log.producer.AppendOrigin;
import dev.paddock.log.producer.ProducerLimits;
import dev.paddock.protocol.Uuid;
import dev.paddock.protocol.record.BatchBuilder;
import dev.paddock.protocol.record.BatchSettings;
import dev.paddock.protocol.record.BatchView;
import dev.paddock.protocol.record.Compression;
import dev.paddock.protocol.record.EndTxnMarker;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** Writes the folder that a damage test begins with: two partitions, of which one is to be damaged. */
final class DamageFixture {
    static final TopicPartition DAMAGED = new TopicPartition("t", 0);
    static final TopicPartition OTHER = new TopicPartition("other", 0);
    static final Uuid TOPIC_ID = new Uuid(5, 6);
    static final long START_MS = 1_700_000_000_000L;

    private static final int APPENDS = 150;
    private static final int SEQUENCED = 3;
    private static final int TRANSACTIONAL = 2;
    private static final LogSettings SETTINGS = LogSettings.DEFAULTS
            .change()
            .segmentBytes(6000)
            .indexIntervalBytes(300)
            .build();

    private final Random random;
    private final ExecutorService owner;
    private final int[] sequences = new int[SEQUENCED + TRANSACTIONAL];
    private final boolean[] isOpen = new boolean[SEQUENCED + TRANSACTIONAL];
    private long nowMs = START_MS;

    DamageFixture(Random random, ExecutorService owner) {
        this.random = random;
        this.owner = owner;
    }

    static LogStore open(Path folder, ExecutorService owner, DirListener listener) throws IOException {
        var settings = new StoreSettings(
                1,
                -1,
                -1,
                -1,
                -1,
                -1,
                new ProducerLimits(86_400_000, 1000),
                1 << 20,
                1 << 18,
                20,
                -1,
                5,
                Optional.of(CleanerSettings.DEFAULTS));
        var seams = new StoreSeams(
                partition -> owner, topic -> SETTINGS, listener, ByteBufAllocator.DEFAULT, () -> START_MS);
        LogStore store = LogStore.open(List.of(new DiskLogDirectory(folder)), settings, seams);
        store.start();
        return store;
    }

    static final class Silent implements DirListener {
        @Override
        public void onOffline(Path directory, Set<TopicPartition> partitions, Throwable cause) {}

        @Override
        public void onAllOffline() {}
    }

    /** @return up to where the log is known to be on the disk: its end after an orderly end, less after a crash */
    long write(Path live, Path into, boolean clean) throws Exception {
        long recoveryPoint;
        try (LogStore store = open(live, owner, new Silent())) {
            PartitionLog log = store.open(DAMAGED, TOPIC_ID, true).get(60, TimeUnit.SECONDS);
            PartitionLog other = store.open(OTHER, TOPIC_ID, true).get(60, TimeUnit.SECONDS);
            int flushAt = random.nextInt(APPENDS);
            for (int i = 0; i < APPENDS; i++) {
                boolean flush = i == flushAt;
                onOwner(() -> {
                    append(log, next());
                    if (flush) {
                        append(other, plain());
                        log.flush();
                    }
                    return null;
                });
            }
            onOwner(() -> log.raiseStartOffset(random.nextInt(8)));
            awaitQuiet(log);
            recoveryPoint = log.recoveryPoint();
            if (!clean) {
                copy(live, into);
                var disk = new DiskLogDirectory(into);
                checkpoint(disk, OffsetCheckpoint.RECOVERY_POINT, recoveryPoint);
                checkpoint(disk, OffsetCheckpoint.LOG_START, log.startOffset());
                checkpoint(disk, OffsetCheckpoint.REPLICATION, log.highWatermark());
            } else {
                recoveryPoint = log.endOffset();
            }
        }
        if (clean) {
            copy(live, into);
        }
        checkpoint(new DiskLogDirectory(into), OffsetCheckpoint.CLEANER, recoveryPoint / 2);
        return recoveryPoint;
    }

    /** Until what was begun in the background, when the last segment was, is done. */
    private void awaitQuiet(PartitionLog log) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        long base = onOwner(() -> log.segments().get(log.segments().size() - 1).baseOffset());
        while (log.recoveryPoint() < base) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("the recovery point is still at " + log.recoveryPoint());
            }
            LockSupport.parkNanos(1_000_000);
        }
    }

    private static void checkpoint(DiskLogDirectory disk, String name, long offset) throws IOException {
        new OffsetCheckpoint(disk, name).write(Map.of(DAMAGED, offset));
    }

    private <T> T onOwner(Callable<T> task) throws InterruptedException, ExecutionException {
        return owner.submit(task).get();
    }

    static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            files.forEach(file -> copyOne(file, to.resolve(from.relativize(file).toString())));
        }
    }

    private static void copyOne(Path from, Path to) {
        try {
            Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            if (!Files.isDirectory(to)) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static void append(PartitionLog log, ByteBuf batch) {
        AppendOutcome outcome =
                log.append(new AppendRequest(batch, batch.capacity(), AppendOrigin.CLIENT), 1, START_MS);
        batch.release();
        if (!outcome.isOk()) {
            throw new IllegalStateException(outcome.toString());
        }
        log.raiseHighWatermark(log.endOffset());
    }

    private ByteBuf next() {
        int producer = random.nextInt(sequences.length + 2);
        if (producer >= sequences.length) {
            return plain();
        }
        boolean transactional = producer >= SEQUENCED;
        if (transactional && isOpen[producer] && random.nextInt(3) == 0) {
            isOpen[producer] = false;
            return new EndTxnMarker(random.nextBoolean(), 0)
                    .batch(settings(Compression.NONE, producer, -1, true), ++nowMs, ByteBufAllocator.DEFAULT);
        }
        isOpen[producer] = transactional;
        int count = 1 + random.nextInt(4);
        int sequence = sequences[producer];
        sequences[producer] += count;
        return batch(settings(codec(), producer, sequence, transactional), count);
    }

    private ByteBuf plain() {
        return batch(BatchSettings.of(BatchView.MAGIC_V2, codec(), 0), 1 + random.nextInt(5));
    }

    private Compression codec() {
        return Compression.values()[random.nextInt(Compression.values().length)];
    }

    private static BatchSettings settings(Compression codec, int producer, int sequence, boolean transactional) {
        return BatchSettings.of(BatchView.MAGIC_V2, codec, 0)
                .with(new BatchSettings.Producer(1000 + producer, (short) 0, sequence, transactional));
    }

    /** Times mostly rise, and none comes twice. */
    private ByteBuf batch(BatchSettings settings, int count) {
        try (BatchBuilder builder = BatchBuilder.of(settings, ByteBufAllocator.DEFAULT)) {
            nowMs += 100 + random.nextInt(1000);
            for (int i = 0; i < count; i++) {
                byte[] value = new byte[random.nextInt(200)];
                random.nextBytes(value);
                nowMs++;
                long time = random.nextInt(10) == 0 ? nowMs - 50_000 : nowMs;
                builder.append(i, time, null, Unpooled.wrappedBuffer(value));
            }
            return builder.build();
        }
    }
}
