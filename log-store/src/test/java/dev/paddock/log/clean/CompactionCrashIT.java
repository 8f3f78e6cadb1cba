package dev.paddock.log.clean;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.paddock.log.io.DiskLogDirectory;
import dev.paddock.log.log.PartitionLog;
import dev.paddock.log.store.LogStore;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The process is killed at random moments while its log is compacted and truncated; what each key is last is not lost. */
class CompactionCrashIT {
    private static final int KILLS = Integer.getInteger("paddock.kills", 12);
    private static final int LIFE_MS_MAX = 500;

    @TempDir
    Path folder;

    private final ScheduledExecutorService killer = Executors.newSingleThreadScheduledExecutor();
    /** All that was appended and not cut off: the epoch of each offset. */
    private final TreeMap<Long, Integer> written = new TreeMap<>();

    private int epoch;
    private long end;
    /** Where it is being truncated to, as long as it is not done. */
    private long cutTo = Long.MAX_VALUE;

    @Test
    void shouldKeepTheLastOfEachKeyAndBringNothingBackWhenKilledWhileCompacting() throws Exception {
        long seed = Long.getLong("paddock.seed", System.nanoTime());
        Random random = new Random(seed);
        try {
            for (int kill = 0; kill < KILLS; kill++) {
                runAndKill(random);
                if (random.nextInt(3) > 0) {
                    verify();
                }
            }
            verify();
            assertThat(cleanedTo()).as("how far it was compacted").isGreaterThan(1000);
        } catch (Exception | AssertionError e) {
            throw new AssertionError("with -Dpaddock.seed=" + seed, e);
        } finally {
            killer.shutdown();
        }
    }

    private void runAndKill(Random random) throws Exception {
        Process writer = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-Dlogback.configurationFile=" + System.getProperty("logback.configurationFile", ""),
                        "-cp",
                        System.getProperty("java.class.path"),
                        CompactionCrashWriter.class.getName(),
                        folder.toString(),
                        Long.toString(random.nextLong()))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (var said = writer.inputReader(UTF_8)) {
            String line = said.readLine();
            while (line != null && !line.matches("s \\d+ \\d+ !")) {
                line = said.readLine();
            }
            assertThat(line).as("what the writer says first").isNotNull();
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

    /** One that is cut off tells of something that was not begun, or goes without saying. */
    private void follow(String line) {
        String[] words = line.split(" ");
        boolean isCutOff = line.matches("[asTt].{0,30}") && !line.endsWith(" !");
        switch (isCutOff ? "" : words[0]) {
            case "s" -> {
                restarted(Long.parseLong(words[1]));
                epoch = Integer.parseInt(words[2]);
            }
            case "a" -> appended(Long.parseLong(words[1]));
            case "T" -> cutTo = Long.parseLong(words[1]);
            case "t" -> {
                cut(Long.parseLong(words[1]));
                epoch++;
            }
            default -> assertThat(line).as("what the store logs").doesNotContain("ERROR", "aside", "offline");
        }
    }

    private void appended(long newEnd) {
        for (; end < newEnd; end++) {
            written.put(end, epoch);
        }
    }

    private void cut(long offset) {
        assertThat(offset).isLessThanOrEqualTo(cutTo).isLessThanOrEqualTo(end);
        written.tailMap(offset, true).clear();
        end = offset;
        cutTo = Long.MAX_VALUE;
    }

    /** More may have been appended, or cut off, than the process came to say. */
    private void restarted(long found) {
        assertThat(found).as("where the log ends").isGreaterThanOrEqualTo(Math.min(end, cutTo));
        if (found > end) {
            appended(found);
        } else {
            written.tailMap(found, true).clear();
            end = found;
        }
        cutTo = Long.MAX_VALUE;
    }

    private long cleanedTo() throws Exception {
        return new CleanerCheckpoints()
                .get(new DiskLogDirectory(folder), CompactionCrashWriter.PARTITION)
                .orElse(0);
    }

    private void verify() throws Exception {
        ExecutorService owner = Executors.newSingleThreadExecutor();
        try (LogStore store = CompactionCrashWriter.open(folder, owner, Optional.empty())) {
            PartitionLog log = store.open(CompactionCrashWriter.PARTITION, null).get(60, TimeUnit.SECONDS);
            restarted(log.endOffset());
            owner.submit(() -> {
                        check(LogContent.of(log.segments()), cleanedTo());
                        return null;
                    })
                    .get(60, TimeUnit.SECONDS);
        } finally {
            owner.shutdown();
        }
    }

    private void check(LogContent log, long cleanedTo) {
        assertThat(cleanedTo).as("the cleaner's checkpoint").isLessThanOrEqualTo(end);
        Map<Integer, Long> last = new HashMap<>();
        Set<Integer> cleanedKeys = new HashSet<>();
        long before = -1;
        for (LogContent.Batch batch : log.batches()) {
            for (LogContent.Record record : batch.records()) {
                long offset = record.offset();
                assertThat(offset).as("offsets ascend").isGreaterThan(before);
                assertThat(written).containsKey(offset);
                int wrote = written.get(offset);
                int key = CompactionCrashWriter.key(offset, wrote);
                assertThat(batch.leaderEpoch()).isEqualTo(wrote);
                assertThat(record.key()).isEqualTo("%08x".formatted(key));
                assertThat(record.value()).isEqualTo(hex(CompactionCrashWriter.value(offset, wrote)));
                if (offset < cleanedTo) {
                    assertThat(cleanedKeys.add(key))
                            .as("key %d once below %d, at %d", key, cleanedTo, offset)
                            .isTrue();
                }
                last.put(key, offset);
                before = offset;
            }
        }
        Map<Integer, Long> expected = new HashMap<>();
        written.forEach((offset, wrote) -> expected.put(CompactionCrashWriter.key(offset, wrote), offset));
        expected.forEach((key, offset) -> {
            boolean isTombstone = CompactionCrashWriter.value(offset, written.get(offset)) == null;
            if (last.containsKey(key) || !isTombstone) {
                assertThat(last.get(key)).as("the last of key %d", key).isEqualTo(offset);
            }
        });
    }

    private static String hex(String value) {
        return value == null ? null : ByteBufUtil.hexDump(Unpooled.wrappedBuffer(value.getBytes(UTF_8)));
    }
}
