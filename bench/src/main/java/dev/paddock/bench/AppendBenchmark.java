package dev.paddock.bench;

import dev.paddock.log.log.AppendOutcome;
import dev.paddock.log.log.AppendRequest;
import dev.paddock.log.producer.AppendOrigin;
import dev.paddock.protocol.record.RecordsValidator;
import dev.paddock.protocol.record.TimestampType;
import dev.paddock.protocol.record.ValidationOutcome;
import dev.paddock.protocol.record.ValidationRules;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** What a broker does with a Produce request between network and answer: an event loop validates, a shard appends. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class AppendBenchmark {
    static final int GROUP = 8;

    private static final short PRODUCE_VERSION = 9;

    @Param
    public BatchShape shape;

    /** What the batches take together: more than the tail in memory. */
    @Param("4096")
    public int ringKilobytes;

    private final long nowMs = System.currentTimeMillis();
    private final RecordsValidator validator = new RecordsValidator(ByteBufAllocator.DEFAULT);
    private final List<AppendRequest> requests = new ArrayList<>(GROUP);
    private ValidationRules rules;
    private BatchRing ring;
    private MeasuredLog log;

    @Setup
    public void open() throws IOException {
        ring = new BatchRing(shape, ringKilobytes, nowMs);
        log = new MeasuredLog(MeasuredLog.SEGMENT_BYTES, MeasuredLog.SEGMENT_BYTES, nowMs);
        rules = new ValidationRules(
                "bench-0",
                PRODUCE_VERSION,
                false,
                TimestampType.CREATE_TIME,
                Long.MAX_VALUE,
                Long.MAX_VALUE,
                null,
                0,
                1 << 20,
                Integer.MAX_VALUE,
                ValidationRules.CONTENT_BYTES_MAX_DEFAULT);
    }

    @TearDown
    public void close() throws IOException {
        log.close();
        ring.close();
    }

    /** The event loop's part alone. */
    @Benchmark
    public int validate() {
        ValidationOutcome outcome = validated();
        outcome.release();
        return outcome.spans().size();
    }

    @Benchmark
    public AppendOutcome append() {
        return append(1);
    }

    /** What came in one turn of the shard is written together. */
    @Benchmark
    @OperationsPerInvocation(GROUP)
    public AppendOutcome appendTogether() {
        return append(GROUP);
    }

    private AppendOutcome append(int count) {
        for (int i = 0; i < count; i++) {
            ByteBuf batches = validated().batches();
            requests.add(new AppendRequest(batches, batches.capacity(), AppendOrigin.CLIENT));
        }
        AppendOutcome last = log.append(requests);
        for (int i = 0; i < count; i++) {
            requests.get(i).batches().release();
        }
        requests.clear();
        return last;
    }

    private ValidationOutcome validated() {
        ValidationOutcome outcome = validator.validate(ring.next(), rules, nowMs);
        if (!outcome.isAccepted()) {
            throw new IllegalStateException("refused: " + outcome.message());
        }
        return outcome;
    }
}
