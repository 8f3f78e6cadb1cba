package dev.paddock.log.store;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.paddock.log.log.ColdRead;
import dev.paddock.log.log.LogRead;
import dev.paddock.log.log.PartitionLog;
import dev.paddock.log.log.ReadBound;
import dev.paddock.log.log.TailRead;
import dev.paddock.log.segment.LogSlice;
import dev.paddock.log.testing.Batches;
import dev.paddock.protocol.record.BatchView;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A writer is killed at random moments, also while it rolls, truncates and deletes; nothing that it was told is there is lost. */
class CrashIT {
    private static final int KILLS = 32;
    private static final int LIFE_MS_MAX = 400;

    @TempDir
    Path folder;

    private final ScheduledExecutorService killer = Executors.newSingleThreadScheduledExecutor();

    /** Up to where the log must reach. */
    private long endAtLeast;

    @Test
    void shouldLoseNothingThatWasAppendedBeforeTheProcessWasKilled() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        try {
            for (int kill = 0; kill < KILLS; kill++) {
                runAndKill(random);
                if (random.nextInt(3) > 0) {
                    verify();
                }
            }
            verify();
            assertThat(endAtLeast).as("how far it got").isGreaterThan(1000);
        } catch (Exception | AssertionError e) {
            throw new AssertionError("seed " + seed, e);
        } finally {
            killer.shutdown();
        }
    }

    private void runAndKill(Random random) throws Exception {
        Process writer = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        CrashWriter.class.getName(),
                        folder.toString(),
                        Long.toString(random.nextLong()))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (var said = writer.inputReader(StandardCharsets.UTF_8)) {
            String line = said.readLine();
            while (line != null && !isSaying(line)) {
                line = said.readLine();
            }
            assertThat(line).as("what the writer says").isNotNull();
            // Not by the process itself, which would close what it has said.
            killer.schedule(() -> writer.toHandle().destroyForcibly(), random.nextInt(LIFE_MS_MAX), MILLISECONDS);
            while (line != null) {
                follow(line);
                line = said.readLine();
            }
        } finally {
            writer.destroyForcibly().waitFor();
        }
    }

    private static boolean isSaying(String line) {
        return line.matches("(a \\d+|T \\d+|R)");
    }

    /** The last line may be cut off. */
    private void follow(String line) {
        if (line.matches("a \\d+")) {
            // A line that is cut off can only name less.
            endAtLeast = Math.max(endAtLeast, Long.parseLong(line.substring(2)));
        } else if (line.matches("T \\d+")) {
            endAtLeast = Math.min(endAtLeast, Long.parseLong(line.substring(2)));
        }
    }

    private void verify() throws Exception {
        ExecutorService owner = Executors.newSingleThreadExecutor();
        try (LogStore store = CrashWriter.open(folder, owner)) {
            PartitionLog log = store.open(CrashWriter.PARTITION, CrashWriter.TOPIC_ID, false)
                    .get(60, TimeUnit.SECONDS);
            owner.submit(() -> {
                        check(log);
                        return null;
                    })
                    .get(60, TimeUnit.SECONDS);
            assertThat(log.endOffset()).isGreaterThanOrEqualTo(endAtLeast);
        } finally {
            owner.shutdown();
        }
    }

    /** From the start to the end without a gap, each batch as it was written, in epochs that rise. */
    private static void check(PartitionLog log) throws IOException {
        long offset = log.startOffset();
        int epoch = -1;
        while (offset < log.endOffset()) {
            ByteBuf bytes = read(log, offset);
            assertThat(bytes.readableBytes()).as("bytes at offset " + offset).isPositive();
            BatchView view = new BatchView();
            for (int at = 0; at < bytes.writerIndex(); at += view.sizeInBytes()) {
                view.wrap(bytes, at);
                assertThat(view.isCrcValid()).isTrue();
                assertThat(view.baseOffset()).isEqualTo(offset);
                assertThat(view.leaderEpoch()).isGreaterThanOrEqualTo(epoch);
                epoch = view.leaderEpoch();
                assertThat(ByteBufUtil.getBytes(bytes, at, view.sizeInBytes()))
                        .isEqualTo(ByteBufUtil.getBytes(
                                Batches.v2(offset, epoch, CrashWriter.VALUE_BYTES, offset, offset + 1, offset + 2)));
                offset = view.nextOffset();
            }
        }
        assertThat(log.latestEpoch()).isGreaterThanOrEqualTo(epoch);
    }

    private static ByteBuf read(PartitionLog log, long offset) throws IOException {
        LogRead read = log.read(offset, 1 << 20, true, ReadBound.LOG_END);
        if (read instanceof TailRead tail) {
            byte[] bytes = ByteBufUtil.getBytes(tail.bytes());
            tail.bytes().release();
            return Unpooled.wrappedBuffer(bytes);
        }
        try (ColdRead cold = (ColdRead) read) {
            LogSlice slice = cold.run();
            ByteBuffer into = ByteBuffer.allocate(slice == null ? 0 : slice.length());
            if (slice != null) {
                slice.segment().read(into, slice.position());
            }
            return Unpooled.wrappedBuffer(into.flip());
        }
    }
}
