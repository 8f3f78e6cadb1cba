package dev.paddock.log.clean;

import dev.paddock.log.LogSettings;
import dev.paddock.log.TopicPartition;
import dev.paddock.log.index.AbortedTxn;
import dev.paddock.log.io.LogDirectory;
import dev.paddock.log.io.OpenFiles;
import dev.paddock.log.producer.CompletedTxn;
import dev.paddock.log.producer.ProducerBatch;
import dev.paddock.log.producer.ProducerLedger;
import dev.paddock.log.producer.ProducerLimits;
import dev.paddock.log.segment.AppendSpan;
import dev.paddock.log.segment.LogSegment;
import dev.paddock.log.segment.SegmentContext;
import dev.paddock.protocol.record.BatchView;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A log of real segments without the rest, for its cleaner; all on one thread. */
final class TestLog implements CleanableLog {
    private final TopicPartition partition;
    private final SegmentContext context;
    private final ProducerLedger producers = new ProducerLedger(new ProducerLimits(Long.MAX_VALUE / 2, 1000));
    final List<LogSegment> segments = new ArrayList<>();
    LogSettings settings;
    long startOffset;
    private long endOffset;
    /** Instead of the answer to the next handing over. */
    CompletableFuture<Boolean> nextAnswer;

    TestLog(LogDirectory directory, TopicPartition partition, LogSettings settings) throws IOException {
        this.partition = partition;
        this.settings = settings;
        directory.createFolder(partition.toString());
        context = new SegmentContext(
                directory,
                partition.toString(),
                new OpenFiles(100),
                Runnable::run,
                settings.indexIntervalBytes(),
                settings.indexBytesMax());
        segments.add(LogSegment.create(context, 0));
    }

    /** One batch with its offsets; it is released. */
    void append(ByteBuf bytes) throws IOException {
        BatchView batch = new BatchView().wrap(bytes, bytes.readerIndex());
        active().append(bytes, AppendSpan.of(bytes));
        endOffset = batch.nextOffset();
        CompletedTxn ended = producers.apply(new ProducerBatch().read(batch));
        producers.advanceTo(endOffset);
        if (ended != null && ended.isAborted()) {
            AbortedTxn aborted = ended.toAbortedTxn();
            active().appendAborted(aborted);
        }
        producers.onHighWatermark(endOffset);
        bytes.release();
    }

    LogSegment active() {
        return segments.get(segments.size() - 1);
    }

    void roll() throws IOException {
        if (active().sizeBytes() > 0) {
            active().seal();
            segments.add(LogSegment.create(context, endOffset));
        }
    }

    /** Offsets that nobody gets, as after a compaction elsewhere. */
    void skip(long offsets) {
        endOffset += offsets;
    }

    void forgetProducers(long nowMs) {
        producers.expire(nowMs);
    }

    ProducerLedger producers() {
        return producers;
    }

    long endOffset() {
        return endOffset;
    }

    long stableOffset() {
        return producers.firstUnstableOffset().orElse(endOffset);
    }

    @Override
    public TopicPartition partition() {
        return partition;
    }

    @Override
    public LogDirectory directory() {
        return context.directory();
    }

    @Override
    public LogSettings settings() {
        return settings;
    }

    @Override
    public boolean isGone() {
        return false;
    }

    @Override
    public boolean wasCutSince(LogSnapshot snapshot) {
        return false;
    }

    @Override
    public CompletableFuture<LogSnapshot> snapshot() {
        segments.forEach(LogSegment::retain);
        return CompletableFuture.completedFuture(new LogSnapshot(
                context, startOffset, endOffset, stableOffset(), List.copyOf(segments), producers.entries(), 0));
    }

    @Override
    public CompletableFuture<Boolean> replace(LogSnapshot snapshot, List<LogSegment> old, List<LogSegment> cleaned) {
        if (nextAnswer != null) {
            CompletableFuture<Boolean> answer = nextAnswer;
            nextAnswer = null;
            return answer;
        }
        try {
            int at = segments.indexOf(old.get(0));
            for (LogSegment segment : old) {
                segment.rename(".deleted");
                segment.delete();
            }
            segments.removeAll(old);
            for (LogSegment segment : cleaned) {
                segment.rename("");
            }
            segments.addAll(at, cleaned);
            return CompletableFuture.completedFuture(true);
        } catch (IOException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    void delete() throws IOException {
        for (LogSegment segment : segments) {
            segment.delete();
        }
    }
}
