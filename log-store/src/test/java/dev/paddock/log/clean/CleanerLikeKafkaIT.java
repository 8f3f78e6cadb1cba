package dev.paddock.log.clean;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paddock.log.LogSettings;
import dev.paddock.log.TopicPartition;
import dev.paddock.log.io.DiskLogDirectory;
import dev.paddock.log.io.LogDirectory;
import dev.paddock.log.io.OpenFiles;
import dev.paddock.log.segment.LogSegment;
import dev.paddock.log.segment.SegmentContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Kafka 3.9's Cleaner leaves of a folder, and what ours leaves of a copy: the same batches with the same records. */
class CleanerLikeKafkaIT {
    private static final int RUNS = Integer.getInteger("paddock.runs", 15);
    private static final TopicPartition PARTITION = new TopicPartition("compacted", 0);

    @TempDir
    Path root;

    @Test
    void shouldLeaveTheSameBatches() throws Exception {
        long seed = Long.getLong("paddock.seed", System.nanoTime());
        for (int run = 0; run < RUNS; run++) {
            try {
                compare(new Random(seed + run), Files.createDirectory(root.resolve("run-" + run)));
            } catch (Exception | AssertionError e) {
                throw new AssertionError("with -Dpaddock.seed=" + (seed + run), e);
            }
        }
    }

    private static void compare(Random random, Path folder) throws Exception {
        // given
        LogSettings settings = LogSettings.DEFAULTS
                .change()
                .compact(true)
                .delete(false)
                .segmentBytes(2000 + random.nextInt(4000))
                .deleteRetentionMs(50 + random.nextInt(100))
                .minCleanableDirtyRatio(0)
                .build();
        long nowMs = System.currentTimeMillis();
        LogDirectory ours = new DiskLogDirectory(Files.createDirectory(folder.resolve("ours")));
        TestLog log = write(random, new TestLog(ours, PARTITION, settings), nowMs);
        Path theirs = Files.createDirectories(folder.resolve("theirs").resolve(PARTITION.toString()));
        copy(ours.path().resolve(PARTITION.toString()), theirs);
        long[] clock = {nowMs};
        LogCleaner cleaner = new LogCleaner(
                new CleanerSettings(1, 1 << 20, 0.9, 4096, Double.MAX_VALUE, 0),
                new CleanerSeams(
                        () -> List.of(log),
                        new Failing(),
                        LogContent.ALLOCATOR,
                        () -> clock[0],
                        () -> 0,
                        random::nextLong));
        Path jars = Path.of(System.getProperty("paddock.peer.jars"));
        Map<String, String> configs = Map.of(
                "cleanup.policy",
                "compact",
                "segment.bytes",
                Long.toString(settings.segmentBytes()),
                "delete.retention.ms",
                Long.toString(settings.deleteRetentionMs()),
                "file.delete.delay.ms",
                "0");
        try (KafkaCleaner kafka = new KafkaCleaner(jars, theirs, configs, log.endOffset())) {
            long theirEnd = 0;
            // Once more when the delete horizon has passed, as if something were dirty again.
            for (long waitMs : new long[] {0, 10, 200}) {
                clock[0] = nowMs + waitMs;

                // when
                log.startOffset = 0;
                Files.deleteIfExists(ours.path().resolve("cleaner-offset-checkpoint"));
                cleaner.deleted(ours, PARTITION);
                boolean isCleaned = cleaner.step();
                theirEnd = isCleaned ? kafka.clean(0, clock[0]) : theirEnd;

                // then
                assertThat(isCleaned).isTrue();
                assertThat(withoutEnd(LogContent.of(log.segments), theirEnd))
                        .containsExactlyElementsOf(withoutEnd(read(theirs), theirEnd));
            }
        }
        log.delete();
    }

    @Test
    void shouldLeaveSegmentsThatDumpLogSegmentsAccepts() throws Exception {
        // given
        long seed = Long.getLong("paddock.seed", System.nanoTime());
        Random random = new Random(seed);
        LogSettings settings = LogSettings.DEFAULTS
                .change()
                .compact(true)
                .delete(false)
                .segmentBytes(100_000)
                .indexIntervalBytes(100)
                .minCleanableDirtyRatio(0)
                .build();
        long nowMs = System.currentTimeMillis();
        TestLog log = write(random, new TestLog(new DiskLogDirectory(root), PARTITION, settings), nowMs);
        LogCleaner cleaner = new LogCleaner(
                new CleanerSettings(1, 1 << 20, 0.9, 4096, Double.MAX_VALUE, 0),
                new CleanerSeams(
                        () -> List.of(log),
                        new Failing(),
                        LogContent.ALLOCATOR,
                        () -> nowMs,
                        () -> 0,
                        random::nextLong));

        // when
        assertThat(cleaner.step()).isTrue();

        // then
        Path folder = root.resolve(PARTITION.toString());
        String first = folder.resolve("00000000000000000000").toString();
        assertThat(dump(first + ".log", "--deep-iteration"))
                .as("with -Dpaddock.seed=%d", seed)
                .contains("isvalid: true")
                .doesNotContain("isvalid: false");
        for (String index : List.of(first + ".index", first + ".timeindex")) {
            assertThat(dump(index, "--index-sanity-check")).contains("passed sanity check");
            // Of a batch of which only the header is left it has this to say, in segments that Kafka has cleaned too.
            assertThat(dump(index).lines().filter(line -> !line.endsWith("log timestamp: -1")))
                    .noneMatch(line -> line.contains("log timestamp:") || line.contains("log offset:"))
                    .noneMatch(line -> line.contains("out of order"));
        }
        log.delete();
    }

    /** What it says, on both outputs. */
    private static String dump(String file, String... options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-cp",
                Path.of(System.getProperty("paddock.peer.jars")).resolve("*").toString(),
                "kafka.tools.DumpLogSegments",
                "--files",
                file));
        command.addAll(List.of(options));
        Path said = Path.of(file + ".said");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isZero();
            return Files.readString(said);
        } finally {
            process.destroyForcibly();
        }
    }

    private static TestLog write(Random random, TestLog log, long nowMs) throws IOException {
        RandomHistory history = new RandomHistory(random, 1 + random.nextInt(30), random.nextInt(3) == 0);
        int batches = 20 + random.nextInt(100);
        for (int i = 0; i < batches; i++) {
            log.append(history.next(log.endOffset(), nowMs - batches + i));
            if (random.nextInt(12) == 0) {
                log.roll();
            }
        }
        // At least one segment can be cleaned.
        for (var end = history.endOne(log.endOffset(), nowMs);
                end != null;
                end = history.endOne(log.endOffset(), nowMs)) {
            log.append(end);
        }
        log.roll();
        for (LogSegment segment : log.segments) {
            segment.force();
        }
        return log;
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName()), StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }

    private static LogContent read(Path folder) throws IOException {
        SegmentContext context = new SegmentContext(
                new DiskLogDirectory(folder.getParent()),
                PARTITION.toString(),
                new OpenFiles(100),
                Runnable::run,
                4096,
                10 << 20);
        List<LogSegment> segments = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(name -> name.toString().endsWith(".log"))
                    .sorted()
                    .toList()) {
                long base = Long.parseLong(file.getFileName().toString().substring(0, 20));
                segments.add(LogSegment.known(context, base, Files.size(file)));
            }
        }
        return LogContent.of(segments);
    }

    /** Later releases than 3.9 keep the last batch of a cleaning, if only its header; so do we. */
    private static List<LogContent.Batch> withoutEnd(LogContent log, long end) {
        return log.batches().stream()
                .filter(batch ->
                        batch.lastOffset() + 1 != end || !batch.records().isEmpty())
                .toList();
    }

    /** Nothing may go wrong. */
    private static final class Failing implements CleanerListener {
        @Override
        public void onSetAside(TopicPartition partition, String reason) {
            throw new AssertionError(reason);
        }

        @Override
        public void onFailure(LogDirectory directory, Throwable cause) {
            throw new AssertionError(cause);
        }
    }
}
