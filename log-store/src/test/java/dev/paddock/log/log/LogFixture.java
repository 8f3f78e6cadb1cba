package dev.paddock.log.log;

import dev.paddock.log.LogSettings;
import dev.paddock.log.TopicPartition;
import dev.paddock.log.io.FaultyLogDirectory;
import dev.paddock.log.io.LogDirectory;
import dev.paddock.log.io.OpenFiles;
import dev.paddock.log.producer.AppendOrigin;
import dev.paddock.log.producer.ProducerLimits;
import dev.paddock.log.recovery.LogRecovery;
import dev.paddock.log.recovery.RecoveryRequest;
import dev.paddock.log.segment.LogSlice;
import dev.paddock.log.segment.SegmentContext;
import dev.paddock.protocol.record.BatchBuilder;
import dev.paddock.protocol.record.BatchSettings;
import dev.paddock.protocol.record.BatchView;
import dev.paddock.protocol.record.Compression;
import dev.paddock.protocol.record.EndTxnMarker;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/** A log on a disk that does its worst, with what is done in the background done by hand, and checkpoints as a store's. */
final class LogFixture implements LogWatcher {
    static final TopicPartition PARTITION = new TopicPartition("t", 0);
    static final LogSettings SETTINGS =
            LogSettings.DEFAULTS.change().indexIntervalBytes(200).build();

    private static final ProducerLimits LIMITS = new ProducerLimits(86_400_000, 1000);

    final FaultyLogDirectory disk = new FaultyLogDirectory();
    final Deque<Runnable> io = new ArrayDeque<>();
    final Deque<Runnable> later = new ArrayDeque<>();
    final TailMemory tails = new TailMemory(1 << 20, 32 << 10);
    final List<Throwable> failures = new ArrayList<>();
    LogSettings settings = SETTINGS;
    long nowMs = 1_000_000;
    long recoveryPoint;
    long startOffset;
    long highWatermark;
    PartitionLog log;

    LogFixture() throws IOException {
        disk.createFolder("t-0");
        disk.forceFolder("");
    }

    static LogFixture opened() throws IOException {
        LogFixture fixture = new LogFixture();
        fixture.open(true);
        return fixture;
    }

    static LogFixture opened(LogSettings settings) throws IOException {
        LogFixture fixture = new LogFixture();
        fixture.settings = settings;
        fixture.open(true);
        return fixture;
    }

    PartitionLog open(boolean clean) throws IOException {
        SegmentContext segments = new SegmentContext(
                disk, "t-0", new OpenFiles(4), io::add, settings.indexIntervalBytes(), settings.indexBytesMax());
        LogEnvironment environment = new LogEnvironment(
                io::add, (task, delayMs) -> later.add(task), tails, ByteBufAllocator.DEFAULT, this, LIMITS);
        var request = new RecoveryRequest(segments, clean, false, startOffset, recoveryPoint, LIMITS, nowMs);
        log = new PartitionLog(
                new LogContext(PARTITION, segments, Runnable::run, environment),
                settings,
                new LogRecovery(request).run(),
                highWatermark,
                nowMs);
        return log;
    }

    PartitionLog reopen() throws IOException {
        log.close();
        checkpoint();
        return open(true);
    }

    void checkpoint() {
        recoveryPoint = log.recoveryPoint();
        startOffset = log.startOffset();
        highWatermark = log.highWatermark();
    }

    /** The process is gone; what was under way in the background with it. */
    void die() {
        log.abandon();
        io.clear();
        later.clear();
    }

    void runIo() {
        while (!io.isEmpty()) {
            io.removeFirst().run();
        }
    }

    void runLater() {
        while (!later.isEmpty()) {
            later.removeFirst().run();
        }
        runIo();
    }

    @Override
    public void onFailure(LogDirectory directory, Throwable cause) {
        failures.add(cause);
        log.goOffline();
    }

    @Override
    public void beforeTruncation(TopicPartition partition, long offset) {
        checkpoint();
    }

    AppendOutcome append(int count, int valueBytes) {
        return append(batch(count, valueBytes, nowMs));
    }

    AppendOutcome append(ByteBuf batch) {
        return append(batch, AppendOrigin.CLIENT);
    }

    AppendOutcome append(ByteBuf batch, AppendOrigin origin) {
        try {
            return log.append(new AppendRequest(batch, batch.capacity(), origin), 1, nowMs);
        } finally {
            batch.release();
        }
    }

    /** In leader epoch 3. */
    List<AppendOutcome> appendTogether(ByteBuf... batches) {
        List<AppendRequest> requests = new ArrayList<>();
        for (ByteBuf batch : batches) {
            requests.add(new AppendRequest(batch, batch.capacity(), AppendOrigin.CLIENT));
        }
        List<AppendOutcome> outcomes = log.append(requests, 3, nowMs);
        for (ByteBuf batch : batches) {
            batch.release();
        }
        return outcomes;
    }

    static ByteBuf batch(int count, int valueBytes, long timestampMs) {
        return batch(BatchSettings.of(BatchView.MAGIC_V2, Compression.NONE, 0), count, valueBytes, timestampMs);
    }

    static ByteBuf batchOf(long producerId, int epoch, int sequence, int count) {
        return batch(producer(producerId, epoch, sequence, false), count, 10, 5_000);
    }

    static ByteBuf transactional(long producerId, int sequence, int count) {
        return batch(producer(producerId, 0, sequence, true), count, 10, 5_000);
    }

    static ByteBuf marker(long producerId, boolean isCommit) {
        return new EndTxnMarker(isCommit, 0).batch(producer(producerId, 0, -1, true), 6_000, ByteBufAllocator.DEFAULT);
    }

    private static BatchSettings producer(long producerId, int epoch, int sequence, boolean isTransactional) {
        return BatchSettings.of(BatchView.MAGIC_V2, Compression.NONE, 0)
                .with(new BatchSettings.Producer(producerId, (short) epoch, sequence, isTransactional));
    }

    private static ByteBuf batch(BatchSettings settings, int count, int valueBytes, long timestampMs) {
        ByteBuf value = Unpooled.wrappedBuffer("v".repeat(valueBytes).getBytes(StandardCharsets.UTF_8));
        try (BatchBuilder builder = BatchBuilder.of(settings, ByteBufAllocator.DEFAULT)) {
            for (int i = 0; i < count; i++) {
                builder.append(i, timestampMs + i, null, value);
            }
            return builder.build();
        }
    }

    /** Bytes of a read, whether it comes from memory or from the disk; empty when there is nothing. */
    static byte[] bytes(LogRead read) throws IOException {
        if (read instanceof TailRead tail) {
            byte[] bytes = new byte[tail.bytes().readableBytes()];
            tail.bytes().readBytes(bytes).release();
            return bytes;
        }
        if (read instanceof ColdRead cold) {
            try (cold) {
                LogSlice slice = cold.run();
                ByteBuffer into = ByteBuffer.allocate(slice == null ? 0 : slice.length());
                if (slice != null && slice.length() > 0) {
                    slice.segment().read(into, slice.position());
                }
                return into.array();
            }
        }
        return new byte[0];
    }

    /** From the start to the end, read after read. */
    byte[] readAll() throws IOException {
        ByteBuf all = Unpooled.buffer();
        long offset = log.startOffset();
        while (offset < log.endOffset()) {
            byte[] bytes = bytes(log.read(offset, Integer.MAX_VALUE, true, ReadBound.LOG_END));
            if (bytes.length == 0) {
                break;
            }
            all.writeBytes(bytes);
            offset = lastOffset(bytes) + 1;
        }
        return Arrays.copyOf(all.array(), all.readableBytes());
    }

    private static long lastOffset(byte[] batches) {
        ByteBuf all = Unpooled.wrappedBuffer(batches);
        BatchView view = new BatchView().wrap(all, 0);
        while (view.endIndex() < batches.length) {
            view.wrap(all, view.endIndex());
        }
        return view.lastOffset();
    }

    /** Offsets of the first and the last record. */
    static long[] range(LogRead read) throws IOException {
        byte[] bytes = bytes(read);
        if (bytes.length == 0) {
            return new long[0];
        }
        long first = new BatchView().wrap(Unpooled.wrappedBuffer(bytes), 0).baseOffset();
        return new long[] {first, lastOffset(bytes)};
    }
}
