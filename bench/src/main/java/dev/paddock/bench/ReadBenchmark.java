package dev.paddock.bench;

import dev.paddock.log.log.AppendRequest;
import dev.paddock.log.log.ColdRead;
import dev.paddock.log.log.LogRead;
import dev.paddock.log.log.OffsetSearch;
import dev.paddock.log.log.ReadBound;
import dev.paddock.log.log.TailRead;
import dev.paddock.log.producer.AppendOrigin;
import dev.paddock.log.segment.LogSlice;
import dev.paddock.log.segment.TimestampedOffset;
import dev.paddock.protocol.record.BatchBuilder;
import dev.paddock.protocol.record.BatchSettings;
import dev.paddock.protocol.record.BatchView;
import dev.paddock.protocol.record.Compression;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * What a broker does with a Fetch request between network and network: finds which bytes to send. Batches are small, so that
 * the indexes are dense; one record a millisecond. The bytes themselves go from the file to the socket and are not read here.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ReadBenchmark {
    private static final int RECORDS = 10;
    private static final int VALUE_BYTES = 100;
    private static final int FETCH_BYTES = 1 << 20;
    private static final int TAIL_FETCH_BYTES = 64 << 10;
    private static final int SEGMENTS = 4;
    private static final long SEED = 42;

    @Param("256")
    public int logMegabytes;

    private final SplittableRandom random = new SplittableRandom(SEED);
    private MeasuredLog measured;
    private long endOffset;
    private long endOfSegments;
    private long tailOffset;
    private long nextOffset;

    @Setup
    public void write() throws IOException {
        long bytesMax = (long) logMegabytes << 20;
        measured = new MeasuredLog(2 * bytesMax, bytesMax / SEGMENTS, 0);
        while (measured.log().sizeBytes() < bytesMax) {
            ByteBuf batch = batch(measured.log().endOffset());
            measured.append(List.of(new AppendRequest(batch, batch.capacity(), AppendOrigin.CLIENT)));
            batch.release();
        }
        endOffset = measured.log().endOffset();
        // Far enough from the end to be found on the disk only.
        endOfSegments = endOffset - endOffset / SEGMENTS;
        tailOffset = endOffset - (TAIL_FETCH_BYTES / (VALUE_BYTES * RECORDS)) * RECORDS;
    }

    private static ByteBuf batch(long firstMs) {
        ByteBuf value = Unpooled.wrappedBuffer(new byte[VALUE_BYTES]);
        BatchSettings settings = BatchSettings.of(BatchView.MAGIC_V2, Compression.NONE, 0);
        try (BatchBuilder builder = BatchBuilder.of(settings, ByteBufAllocator.DEFAULT)) {
            for (int i = 0; i < RECORDS; i++) {
                builder.append(i, firstMs + i, null, value);
            }
            return builder.build();
        }
    }

    @TearDown
    public void close() throws IOException {
        measured.close();
    }

    /** 64 KB that were just appended, as consumers that keep up read. */
    @Benchmark
    public int tail() {
        LogRead read = measured.log().read(tailOffset, TAIL_FETCH_BYTES, true, ReadBound.HIGH_WATERMARK);
        if (!(read instanceof TailRead tail)) {
            throw new IllegalStateException("not from the tail: " + read);
        }
        int bytes = tail.bytes().readableBytes();
        tail.bytes().release();
        return bytes;
    }

    /** A megabyte from anywhere. */
    @Benchmark
    public int coldAtRandom() throws IOException {
        return cold(random.nextLong(endOfSegments)).length();
    }

    /** A megabyte from where the last one ended, as a consumer reads that catches up. */
    @Benchmark
    public int coldInSequence() throws IOException {
        LogSlice slice = cold(nextOffset);
        long next = slice.nextOffset() >= 0 ? slice.nextOffset() : nextOffset + slice.length() / VALUE_BYTES;
        nextOffset = next < endOfSegments ? next : 0;
        return slice.length();
    }

    private LogSlice cold(long offset) throws IOException {
        LogRead read = measured.log().read(offset, FETCH_BYTES, true, ReadBound.HIGH_WATERMARK);
        if (!(read instanceof ColdRead cold)) {
            throw new IllegalStateException("not from the disk: " + read);
        }
        try (cold) {
            return cold.run();
        }
    }

    /** ListOffsets for a time. */
    @Benchmark
    public long byTimestampAtRandom() throws IOException {
        long timestampMs = random.nextLong(endOffset);
        try (OffsetSearch search = measured.log().byTimestamp(timestampMs)) {
            TimestampedOffset found = search.run();
            if (found == null || found.offset() != timestampMs) {
                throw new IllegalStateException(found + " is not the record of " + timestampMs);
            }
            return found.offset();
        }
    }
}
