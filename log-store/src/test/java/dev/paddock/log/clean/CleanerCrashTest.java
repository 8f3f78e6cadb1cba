package dev.paddock.log.clean;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paddock.log.LogSettings;
import dev.paddock.log.TopicPartition;
import dev.paddock.log.io.FaultyLogDirectory;
import dev.paddock.log.io.LogDirectory;
import dev.paddock.log.io.OpenFiles;
import dev.paddock.log.log.LogContext;
import dev.paddock.log.log.LogEnvironment;
import dev.paddock.log.log.LogWatcher;
import dev.paddock.log.log.PartitionLog;
import dev.paddock.log.log.TailMemory;
import dev.paddock.log.producer.ProducerLimits;
import dev.paddock.log.recovery.LogRecovery;
import dev.paddock.log.recovery.RecoveryRequest;
import dev.paddock.log.segment.SegmentContext;
import dev.paddock.protocol.record.BatchView;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The power goes at every step of a cleaning; the next start has all that counts, and the next cleaning comes to its end. */
class CleanerCrashTest {
    private static final int RUNS = Integer.getInteger("paddock.runs", 100);
    private static final TopicPartition PARTITION = new TopicPartition("compacted", 0);
    private static final ProducerLimits LIMITS = new ProducerLimits(86_400_000, 1000);

    @Test
    void shouldLoseNothingWhereverItIsCutOff() throws Exception {
        long seed = Long.getLong("paddock.seed", System.nanoTime());
        int cuts = 0;
        for (int run = 0; run < RUNS; run++) {
            try {
                cuts += new Run(seed + run).go();
            } catch (Exception | AssertionError e) {
                throw new AssertionError("with -Dpaddock.seed=" + (seed + run), e);
            }
        }
        assertThat(cuts).isGreaterThan(RUNS / 2);
    }

    /** One log's life. */
    private static final class Run implements LogWatcher, CleanerListener {
        private final Random random;
        private final FaultyLogDirectory disk = new FaultyLogDirectory();
        private final CuttableDirectory power = new CuttableDirectory(disk);
        private final LogDirectory directory = power.directory();
        private final LogSettings settings;
        private final RandomHistory history;
        private final CompactionModel model = new CompactionModel();
        private final Deque<Runnable> background = new ArrayDeque<>();
        private final List<String> problems = new ArrayList<>();
        private final Map<String, Long> checkpoint = new HashMap<>();
        private PartitionLog log;
        private LogCleaner cleaner;
        private long nowMs = 1_000_000;
        private int cuts;

        Run(long seed) throws IOException {
            random = new Random(seed);
            settings = LogSettings.DEFAULTS
                    .change()
                    .compact(true)
                    .delete(false)
                    .segmentBytes(1000 + random.nextInt(3000))
                    .indexIntervalBytes(200)
                    .minCleanableDirtyRatio(0)
                    .deleteRetentionMs(random.nextInt(200))
                    .build();
            history = new RandomHistory(random, 1 + random.nextInt(30), random.nextInt(3) == 0);
            disk.createFolder(PARTITION.toString());
            disk.forceFolder("");
            open(true);
        }

        private void open(boolean isClean) throws IOException {
            SegmentContext segments = new SegmentContext(
                    directory,
                    PARTITION.toString(),
                    new OpenFiles(100),
                    background::add,
                    settings.indexIntervalBytes(),
                    settings.indexBytesMax());
            LogEnvironment environment = new LogEnvironment(
                    background::add,
                    (task, delayMs) -> background.add(task),
                    new TailMemory(1 << 16, 1 << 14),
                    LogContent.ALLOCATOR,
                    this,
                    LIMITS);
            long point = checkpoint.getOrDefault("recovery", 0L);
            var request = new RecoveryRequest(segments, isClean, true, 0, point, LIMITS, nowMs);
            log = new PartitionLog(
                    new LogContext(PARTITION, segments, Runnable::run, environment),
                    settings,
                    new LogRecovery(request).run(),
                    checkpoint.getOrDefault("watermark", 0L),
                    nowMs);
            CleanerSettings cleaning = new CleanerSettings(
                    1, random.nextBoolean() ? 24L * (8 + random.nextInt(30)) : 1 << 20, 0.9, 4096, Double.MAX_VALUE, 0);
            List<OwnedLog> logs = List.of(new OwnedLog(log));
            cleaner = new LogCleaner(
                    cleaning,
                    new CleanerSeams(() -> logs, this, LogContent.ALLOCATOR, () -> nowMs, () -> 0, random::nextLong));
        }

        int go() throws Exception {
            for (int round = 0; round < 5; round++) {
                write();
                if (random.nextInt(4) > 0) {
                    power.cutAfter(random.nextInt(120));
                }
                clean();
                if (power.isCut()) {
                    cuts++;
                    restart();
                } else {
                    power.restore();
                    assertThat(problems).isEmpty();
                    if (random.nextInt(3) == 0) {
                        restart();
                    }
                }
                verify();
                clean();
                assertThat(problems).isEmpty();
                verify();
            }
            log.abandon();
            background.clear();
            return cuts;
        }

        private void write() throws IOException {
            int batches = 5 + random.nextInt(40);
            for (int i = 0; i < batches; i++) {
                add(history.next(log.endOffset(), nowMs));
                nowMs += random.nextInt(5);
            }
            for (ByteBuf end = history.endOne(log.endOffset(), nowMs);
                    end != null;
                    end = history.endOne(log.endOffset(), nowMs)) {
                add(end);
            }
            log.flush();
            runBackground();
            // What a store writes from time to time.
            checkpoint.put("recovery", log.recoveryPoint());
            checkpoint.put("watermark", log.highWatermark());
        }

        private void add(ByteBuf batch) {
            model.add(LogContent.read(new BatchView().wrap(batch, batch.readerIndex())));
            assertThat(log.appendAsFollower(batch, batch.capacity(), nowMs).isOk())
                    .isTrue();
            batch.release();
            log.raiseHighWatermark(log.endOffset());
        }

        private void clean() throws Exception {
            boolean isCleaned = true;
            while (isCleaned && !power.isCut() && !log.isOffline()) {
                nowMs += random.nextInt(100);
                model.cleaned(log.segments().get(log.segments().size() - 1).baseOffset(), nowMs);
                isCleaned = cleaner.step();
                if (random.nextBoolean()) {
                    runBackground();
                }
            }
        }

        private void restart() throws IOException {
            log.abandon();
            background.clear();
            power.restore();
            if (random.nextBoolean()) {
                disk.crash();
            } else {
                disk.crash(random);
            }
            problems.clear();
            open(false);
            log.raiseHighWatermark(log.endOffset());
            assertThat(problems).isEmpty();
        }

        private void runBackground() {
            while (!background.isEmpty()) {
                background.removeFirst().run();
            }
        }

        private void verify() throws IOException {
            long cleanedTo = new CleanerCheckpoints().get(directory, PARTITION).orElse(0);
            model.verify(
                    LogContent.of(log.segments()),
                    new CompactionModel.Moment(cleanedTo, log.lastStableOffset(), nowMs, settings.deleteRetentionMs()),
                    log.producers().entries());
            assertThat(directory.list(PARTITION.toString()))
                    .noneMatch(name -> name.endsWith(".cleaned") || name.endsWith(".swap"));
        }

        @Override
        public void onFailure(LogDirectory failed, Throwable cause) {
            problems.add(cause.toString());
            log.goOffline();
        }

        @Override
        public void beforeTruncation(TopicPartition partition, long offset) {
            checkpoint.merge("recovery", offset, Math::min);
        }

        @Override
        public void onSetAside(TopicPartition partition, String reason) {
            problems.add(reason);
        }
    }
}
