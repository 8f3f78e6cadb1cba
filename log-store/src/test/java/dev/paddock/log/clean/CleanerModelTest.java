package dev.paddock.log.clean;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paddock.log.LogSettings;
import dev.paddock.log.TopicPartition;
import dev.paddock.log.io.FaultyLogDirectory;
import dev.paddock.protocol.record.BatchView;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Random logs, cleaned again and again, against a model that knows all that was ever in them. */
class CleanerModelTest {
    private static final int RUNS = Integer.getInteger("paddock.runs", 400);
    private static final TopicPartition PARTITION = new TopicPartition("compacted", 0);

    @Test
    void shouldKeepTheLastOfEachKeyAndNothingElse() throws Exception {
        long seed = Long.getLong("paddock.seed", System.nanoTime());
        int removed = 0;
        for (int run = 0; run < RUNS; run++) {
            try {
                removed += new Run(seed + run).go();
            } catch (Exception | AssertionError e) {
                throw new AssertionError("with -Dpaddock.seed=" + (seed + run), e);
            }
        }
        assertThat(removed).isGreaterThan(RUNS);
        assertThat(LogContent.ALLOCATOR.metric().usedDirectMemory()).isZero();
    }

    /** One log's life. */
    private static final class Run {
        private final Random random;
        private final TestLog log;
        private final RandomHistory history;
        private final CompactionModel model = new CompactionModel();
        private final Map<TopicPartition, String> problems = new java.util.HashMap<>();
        private final LogCleaner cleaner;
        private long nowMs = 1_000_000;

        Run(long seed) throws Exception {
            random = new Random(seed);
            LogSettings settings = LogSettings.DEFAULTS
                    .change()
                    .compact(true)
                    .delete(false)
                    .segmentBytes(2000 + random.nextInt(4000))
                    .indexIntervalBytes(200)
                    .minCleanableDirtyRatio(0)
                    .deleteRetentionMs(random.nextInt(100))
                    .build();
            log = new TestLog(new FaultyLogDirectory(), PARTITION, settings);
            history = new RandomHistory(random, 1 + random.nextInt(30), random.nextInt(3) == 0);
            // Now and then the map is too small for all of it.
            long mapBytes = random.nextInt(3) == 0 ? 24L * (8 + random.nextInt(30)) : 1 << 20;
            CleanerSettings cleaning = new CleanerSettings(1, mapBytes, 0.9, 4096, Double.MAX_VALUE, 0);
            cleaner = new LogCleaner(cleaning, seams());
        }

        private CleanerSeams seams() {
            Collection<TestLog> logs = List.of(log);
            CleanerListener listener = new CleanerListener() {
                @Override
                public void onSetAside(TopicPartition partition, String reason) {
                    problems.put(partition, reason);
                }

                @Override
                public void onFailure(dev.paddock.log.io.LogDirectory directory, Throwable cause) {
                    problems.put(PARTITION, cause.toString());
                }
            };
            return new CleanerSeams(() -> logs, listener, LogContent.ALLOCATOR, () -> nowMs, () -> 0, random::nextLong);
        }

        int go() throws Exception {
            int before = 0;
            int after = 0;
            for (int round = 0; round < 4; round++) {
                write();
                before += count();
                clean();
                after += count();
            }
            log.delete();
            return before - after;
        }

        private void write() throws Exception {
            int batches = random.nextInt(60);
            for (int i = 0; i < batches; i++) {
                add(history.next(log.endOffset(), nowMs));
                nowMs += random.nextInt(5);
                if (random.nextInt(10) == 0) {
                    log.roll();
                }
            }
            if (random.nextInt(3) > 0) {
                for (ByteBuf end = history.endOne(log.endOffset(), nowMs);
                        end != null;
                        end = history.endOne(log.endOffset(), nowMs)) {
                    add(end);
                }
            }
            log.roll();
        }

        private void add(ByteBuf batch) throws Exception {
            model.add(LogContent.read(new BatchView().wrap(batch, batch.readerIndex())));
            log.append(batch);
        }

        private void clean() throws Exception {
            boolean isCleaned = true;
            for (int i = 0; isCleaned && i < 50; i++) {
                nowMs += random.nextInt(100);
                isCleaned = cleaner.step();
                assertThat(problems).isEmpty();
                long cleanedTo =
                        new CleanerCheckpoints().get(log.directory(), PARTITION).orElse(0);
                model.cleaned(log.active().baseOffset(), nowMs);
                if (log.endOffset() > 0) {
                    model.verify(
                            LogContent.of(log.segments),
                            new CompactionModel.Moment(
                                    cleanedTo, log.stableOffset(), nowMs, log.settings.deleteRetentionMs()),
                            log.producers().entries());
                }
            }
            assertThat(isCleaned).isFalse();
        }

        private int count() throws Exception {
            return new ArrayList<>(LogContent.of(log.segments).records()).size();
        }
    }
}
