package dev.paddock.log.store;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.paddock.log.index.AbortedTxn;
import dev.paddock.log.index.TransactionIndex;
import dev.paddock.log.io.LogDirectoryException;
import dev.paddock.log.io.MetaProperties;
import dev.paddock.log.log.PartitionLog;
import dev.paddock.log.peer.Seeds;
import dev.paddock.log.producer.ProducerEntry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * One file of a log dir is damaged at random, and the store is opened: what it then says is what was written, or it refuses
 * and names the file.
 *
 * <ul>
 *   <li>Past the recovery point, after a disorderly end, the log is cut off before the damage and all before it is served.
 *   <li>Below the recovery point, and after an orderly end, nothing that lies behind the damage is given up. The bytes
 *       are sent as they lie there, as in Kafka: whoever reads finds the damage by the checksum. What keeps the store
 *       from finding its way is an error that names the file.
 *   <li>What is derived from the log files is built anew, and never misleads.
 * </ul>
 */
class DamageTest {
    private static final int FOLDERS = 6;
    private static final int LAST_STABLE_OFFSET_AT = 26;
    private static final int ROUNDS = 250;

    private static final long FIRST_FOLDER = Long.getLong("paddock.folders", System.nanoTime());

    private static Path temporary;

    /** What a folder says while it is well. */
    private record Sound(
            Path folder,
            boolean clean,
            long recoveryPoint,
            long startOffset,
            WrittenLog written,
            List<ProducerEntry> producers,
            long lastStableOffset,
            Set<AbortedTxn> aborted) {}

    private static final List<Sound> SOUND = new ArrayList<>();
    private static final ExecutorService OWNER = Executors.newSingleThreadExecutor();
    private static int rounds;

    @BeforeAll
    static void write() throws Exception {
        // In memory where there is such a disk: what is to be forced is not what this is about.
        Path memory = Path.of("/dev/shm");
        temporary = Files.isWritable(memory)
                ? Files.createTempDirectory(memory, "paddock-damage")
                : Files.createTempDirectory("paddock-damage");
        for (int i = 0; i < FOLDERS; i++) {
            boolean clean = i % 2 == 0;
            Path folder = Files.createDirectory(temporary.resolve("sound-" + i));
            Path live = Files.createDirectory(temporary.resolve("live-" + i));
            long recoveryPoint = new DamageFixture(new Random(FIRST_FOLDER + i), OWNER).write(live, folder, clean);
            MetaProperties.of(3, "DLPo6lmcTFeVUXUBGHdDOg").write(folder);
            SOUND.add(sound(folder, clean, recoveryPoint));
        }
    }

    private static Sound sound(Path folder, boolean clean, long recoveryPoint) throws Exception {
        WrittenLog written = WrittenLog.in(folder.resolve("t-0"));
        Path copy = copy(folder);
        try (LogStore store = DamageFixture.open(copy, OWNER, new DamageFixture.Silent())) {
            PartitionLog log = open(store);
            return onOwner(() -> {
                var check = new DamagedLogCheck(log, written, new Damage(folder, Damage.Kind.CUT, 0, 0), false);
                log.raiseHighWatermark(log.endOffset());
                check.collectAborted(new Random(1));
                return new Sound(
                        folder,
                        clean,
                        recoveryPoint,
                        log.startOffset(),
                        written,
                        log.producers().entries(),
                        log.lastStableOffset(),
                        check.aborted);
            });
        }
    }

    @AfterAll
    static void end() throws IOException {
        OWNER.shutdown();
        delete(temporary);
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    @Test
    void shouldNeverServeWhatWasNotWritten() {
        Seeds.each(ROUNDS, random -> {
            Sound sound = SOUND.get(random.nextInt(SOUND.size()));
            try {
                Path folder = copy(sound.folder);
                round(sound, folder, random);
                delete(folder);
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            } catch (Exception | AssertionError e) {
                throw new AssertionError(
                        "folders of -Dpaddock.folders=" + FIRST_FOLDER + ": "
                                + (e.getCause() == null
                                        ? e.toString()
                                        : e.getCause().getMessage()),
                        e);
            }
        });
    }

    private static void round(Sound sound, Path folder, Random random) throws Exception {
        Damage damage = Damage.some(folder, random);
        byte[] damaged = damage.kind() == Damage.Kind.DELETED ? new byte[0] : Files.readAllBytes(damage.file());
        if (damage.name().equals("meta.properties")) {
            checkMetaProperties(folder, damage);
            return;
        }
        LogStore store;
        try {
            store = DamageFixture.open(folder, OWNER, new DamageFixture.Silent());
        } catch (IOException e) {
            assertThat(e).as(damage.toString()).hasMessageContaining(damage.name());
            return;
        }
        boolean opened = false;
        long offsetOfDamage = offsetOf(sound, damage);
        try (store) {
            PartitionLog other = store.open(DamageFixture.OTHER, DamageFixture.TOPIC_ID, false)
                    .get(60, SECONDS);
            assertThat(other.endOffset()).isGreaterThan(0);
            PartitionLog log = open(store);
            opened = true;
            onOwner(() -> {
                check(sound, log, damage, random);
                return null;
            });
        } catch (ExecutionException e) {
            if (opened || !(e.getCause() instanceof LogUnavailableException)) {
                throw e;
            }
            assertThat(e.getCause()).as(damage.toString()).hasMessageContaining(damage.name());
            assertThat(store.directories().get(0).isOnline())
                    .as(damage + ": the disk is well")
                    .isTrue();
        }
        boolean wasForced = offsetOfDamage < sound.recoveryPoint && damage.kind() == Damage.Kind.FLIPPED;
        if (damage.isOfLog() && wasForced && hasBatchBehind(sound, damage)) {
            assertThat(Files.readAllBytes(damage.file()))
                    .as("%s: nothing is cut off", damage)
                    .startsWith(damaged);
        }
        if (opened) {
            reopen(sound, folder, damage);
        }
    }

    private static long offsetOf(Sound sound, Damage damage) {
        WrittenLog.Batch hit = sound.written.firstHit(damage);
        return damage.isOfLog() && hit != null ? hit.baseOffset() : Long.MAX_VALUE;
    }

    private static boolean hasBatchBehind(Sound sound, Damage damage) {
        return sound.written.batches.values().stream()
                .anyMatch(batch -> batch.segment().equals(damage.name()) && batch.position() >= damage.to());
    }

    private static void check(Sound sound, PartitionLog log, Damage damage, Random random) throws IOException {
        // As who leads alone does.
        log.raiseHighWatermark(log.endOffset());
        boolean inLog = damage.isOfLog();
        boolean scanned = !sound.clean && isScanned(sound, damage);
        var check = new DamagedLogCheck(log, sound.written, damage, inLog && !scanned);
        check.readAll(random);
        for (int i = 0; i < 10; i++) {
            check.lookUp(DamageFixture.START_MS - 60_000 + random.nextInt(300_000));
        }
        if (damage.name().equals("log-start-offset-checkpoint")) {
            return;
        }
        WrittenLog.Batch hit = sound.written.firstHit(damage);
        long lost = inLog && hit != null ? hit.baseOffset() : Long.MAX_VALUE;
        for (WrittenLog.Batch batch : sound.written.batches.values()) {
            // Behind a header that is damaged the way to the next batch is only known where an index has an entry.
            boolean isBehind = inLog && batch.segment().equals(damage.name()) && batch.end() > damage.from();
            boolean mayBeLost = isBehind || (scanned && batch.baseOffset() >= lost);
            if (batch.nextOffset() > sound.startOffset && !mayBeLost) {
                assertThat(check.served).as("%s: served offsets", damage).contains(batch.baseOffset());
            }
        }
        if (!inLog) {
            assertThat(log.endOffset()).as(damage.toString()).isEqualTo(sound.written.endOffset());
            assertThat(log.producers().entries())
                    .as(damage.toString())
                    .containsExactlyInAnyOrderElementsOf(sound.producers);
            assertThat(log.lastStableOffset()).as(damage.toString()).isEqualTo(sound.lastStableOffset);
            checkAborted(sound, damage, check, random);
        }
    }

    private static void checkAborted(Sound sound, Damage damage, DamagedLogCheck check, Random random)
            throws IOException {
        check.collectAborted(random);
        // What is gone, and how far a reader has to look, can be told from nothing else.
        boolean isGone = damage.name().endsWith(".txnindex") && damage.kind() != Damage.Kind.FLIPPED;
        boolean isStableOffset = damage.name().endsWith(".txnindex")
                && (damage.to() - 1) % TransactionIndex.ENTRY_BYTES >= LAST_STABLE_OFFSET_AT;
        if (!isGone && !isStableOffset) {
            assertThat(check.aborted).as(damage.toString()).isEqualTo(sound.aborted);
        }
    }

    private static boolean isScanned(Sound sound, Damage damage) {
        String behind = sound.written.batches.values().stream()
                .map(WrittenLog.Batch::segment)
                .filter(segment -> segment.compareTo(damage.name()) > 0)
                .findFirst()
                .orElse(null);
        return behind == null || Long.parseLong(behind.substring(0, 20)) > sound.recoveryPoint;
    }

    /** After whatever was repaired, an orderly end leaves a log that opens with the same end. */
    private static void reopen(Sound sound, Path folder, Damage damage) throws Exception {
        try (LogStore store = DamageFixture.open(folder, OWNER, new DamageFixture.Silent())) {
            PartitionLog log = open(store);
            if (!damage.isOfLog()) {
                assertThat(log.endOffset()).as(damage.toString()).isEqualTo(sound.written.endOffset());
            }
        }
    }

    /** A changed digit is another broker's id, for the broker to compare with what others say. */
    private static void checkMetaProperties(Path folder, Damage damage) {
        try {
            var found = MetaProperties.read(folder);
            assertThat(found.isPresent()).isEqualTo(Files.exists(folder.resolve("meta.properties")));
        } catch (LogDirectoryException e) {
            assertThat(e).hasMessageContaining(damage.name());
        }
    }

    private static Path copy(Path folder) throws IOException {
        Path copy = temporary.resolve("round-" + rounds++);
        DamageFixture.copy(folder, copy);
        return copy;
    }

    private static PartitionLog open(LogStore store) throws Exception {
        return store.open(DamageFixture.DAMAGED, DamageFixture.TOPIC_ID, false).get(60, TimeUnit.SECONDS);
    }

    private static <T> T onOwner(Callable<T> task) throws Exception {
        return OWNER.submit(task).get(60, SECONDS);
    }
}
