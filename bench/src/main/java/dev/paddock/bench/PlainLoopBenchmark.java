package dev.paddock.bench;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32C;
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

/**
 * The limit: a checksum over the same bytes, and a write of them, and nothing else. Files are as large as the log's segments,
 * and like those are forced and deleted by another thread.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class PlainLoopBenchmark {
    @Param
    public BatchShape shape;

    /** What the batches take together: more than the tail in memory. */
    @Param("4096")
    public int ringKilobytes;

    private final ByteBuffer[] group = new ByteBuffer[AppendBenchmark.GROUP];
    private final CRC32C crc = new CRC32C();
    private BatchRing ring;
    private Folder folder;
    private Background background;
    private FileChannel file;
    private long fileBytes;
    private int files;

    @Setup
    public void open() throws IOException {
        ring = new BatchRing(shape, ringKilobytes, 0);
        folder = new Folder();
        background = new Background();
        file = nextFile();
    }

    @TearDown
    public void close() throws IOException {
        background.close();
        file.close();
        folder.close();
        ring.close();
    }

    /** In place of validation. */
    @Benchmark
    public long validate() {
        return checked().remaining();
    }

    @Benchmark
    public long append() throws IOException {
        ByteBuffer batch = checked();
        fileBytes += batch.remaining();
        while (batch.hasRemaining()) {
            file.write(batch);
        }
        return roll();
    }

    @Benchmark
    @OperationsPerInvocation(AppendBenchmark.GROUP)
    public long appendTogether() throws IOException {
        long bytes = 0;
        for (int i = 0; i < group.length; i++) {
            group[i] = checked();
            bytes += group[i].remaining();
        }
        fileBytes += bytes;
        for (long left = bytes; left > 0; ) {
            left -= file.write(group);
        }
        return roll();
    }

    private ByteBuffer checked() {
        ByteBuf batch = ring.next();
        ByteBuffer bytes = batch.internalNioBuffer(0, batch.readableBytes());
        crc.reset();
        crc.update(bytes.duplicate());
        if (crc.getValue() == 0) {
            throw new IllegalStateException("one in four billion, or no checksum at all");
        }
        return bytes;
    }

    private long roll() throws IOException {
        if (fileBytes >= MeasuredLog.SEGMENT_BYTES) {
            FileChannel full = file;
            file = nextFile();
            fileBytes = 0;
            background.io().execute(() -> forceAndClose(full));
        }
        return fileBytes;
    }

    private FileChannel nextFile() throws IOException {
        Path path = folder.path().resolve("plain-" + files++);
        return FileChannel.open(
                path,
                StandardOpenOption.CREATE_NEW,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE,
                StandardOpenOption.DELETE_ON_CLOSE);
    }

    private static void forceAndClose(FileChannel file) {
        try (file) {
            file.force(false);
        } catch (IOException e) {
            throw new IllegalStateException("the disk failed", e);
        }
    }
}
