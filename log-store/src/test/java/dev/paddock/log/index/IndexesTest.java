package dev.paddock.log.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paddock.log.io.FaultyLogDirectory;
import dev.paddock.log.io.LogFile;
import dev.paddock.log.io.OpenFiles;
import dev.paddock.log.io.ReopenableFile;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class IndexesTest {
    private static final long BASE = 1L << 40;
    /** Many windows, and some that have not been written yet. */
    private static final int ENTRIES = 5_000;

    private final FaultyLogDirectory disk = new FaultyLogDirectory();
    private final OpenFiles openFiles = new OpenFiles(2);

    private ReopenableFile file(String name) {
        return new ReopenableFile(openFiles, disk, name);
    }

    @Test
    void shouldFindOffsetsAndPositionsAmongMany() throws IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        OffsetIndex index = new OffsetIndex(file("index"), BASE);
        index.reset();
        TreeMap<Long, Long> byOffset = new TreeMap<>();
        TreeMap<Long, Integer> slotByPosition = new TreeMap<>();
        long offset = BASE + 10;
        long position = 100;
        for (int slot = 0; slot < ENTRIES; slot++) {
            index.append(offset, position);
            byOffset.put(offset, position);
            slotByPosition.put(position, slot);
            offset += 1 + random.nextInt(1000);
            position += 1 + random.nextInt(10_000);
        }

        for (int i = 0; i < 2_000; i++) {
            long wanted = BASE + random.nextInt((int) (offset - BASE) + 100);
            OffsetEntry floor = index.floor(wanted);
            assertThat(floor == null ? null : floor.offset())
                    .as("seed %s, offset %s", seed, wanted)
                    .isEqualTo(byOffset.floorKey(wanted));
            long wantedPosition = 100L + random.nextInt((int) position);
            int slot = slotByPosition.floorEntry(wantedPosition).getValue();
            int from = random.nextInt(slot + 1);
            assertThat(index.floorByPosition(wantedPosition, from).slot())
                    .as("seed %s, position %s from %s", seed, wantedPosition, from)
                    .isEqualTo(slot);
        }
        assertThat(index.floorByPosition(99, 0)).isNull();
        assertThat(index.last().offset()).isEqualTo(byOffset.lastKey());
    }

    @Test
    void shouldCutOffsetsInTheFileAndInMemory() throws IOException {
        OffsetIndex index = new OffsetIndex(file("index"), BASE);
        index.reset();
        for (int i = 1; i <= ENTRIES; i++) {
            index.append(BASE + 10L * i, 100L * i);
        }

        index.truncateTo(BASE + 10L * (ENTRIES - 3));
        assertThat(index.last().offset()).isEqualTo(BASE + 10L * (ENTRIES - 4));
        index.truncateTo(BASE + 1_005);
        assertThat(index.count()).isEqualTo(100);
        index.append(BASE + 1_005, 100_000);
        index.closeIdle();

        OffsetIndex again = new OffsetIndex(file("index"), BASE);
        assertThat(again.load(100_001)).isTrue();
        assertThat(again.count()).isEqualTo(101);
        assertThat(again.floor(BASE + 1_004)).isEqualTo(new OffsetEntry(99, BASE + 1_000, 10_000));
        assertThat(again.load(100_000)).as("an entry behind the end of the log").isFalse();
        again.truncateTo(BASE);
        assertThat(again.last()).isNull();
    }

    @Test
    void shouldFindTimesAmongMany() throws IOException {
        TimeIndex index = new TimeIndex(file("time"), BASE);
        index.reset();
        for (int i = 1; i <= ENTRIES; i++) {
            index.appendIfLarger(new TimeEntry(100L * i, BASE + i));
            index.appendIfLarger(new TimeEntry(100L * i, BASE + i));
            index.appendIfLarger(new TimeEntry(100L * i - 1, BASE + i));
        }
        index.closeIdle();

        TimeIndex again = new TimeIndex(file("time"), BASE);
        assertThat(again.load()).isTrue();
        assertThat(again.count()).isEqualTo(ENTRIES);
        assertThat(again.floor(99)).isNull();
        for (int i = 1; i <= ENTRIES; i++) {
            assertThat(again.floor(100L * i + 99)).isEqualTo(new TimeEntry(100L * i, BASE + i));
        }
        again.truncateTo(BASE + 1_000);
        assertThat(again.last()).isEqualTo(new TimeEntry(99_900, BASE + 999));
        again.appendIfLarger(new TimeEntry(99_900, BASE + 2_000));
        assertThat(again.count()).isEqualTo(999);
    }

    @Test
    void shouldSeeThatAnIndexIsNoSuchFile() throws IOException {
        OffsetIndex offsets = new OffsetIndex(file("index"), BASE);
        offsets.reset();
        offsets.append(BASE + 1, 10);
        offsets.append(BASE + 2, 20);
        offsets.flush();
        disk.cut("index", 12);
        assertThat(offsets.load(100)).as("half an entry").isFalse();

        // As Apache Kafka leaves a file that it has not trimmed.
        try (LogFile file = disk.openExisting("index")) {
            file.truncate(8);
            file.append(Unpooled.wrappedBuffer(new byte[800]));
        }
        assertThat(offsets.load(100)).as("zeros behind the entries").isFalse();
    }

    @Test
    void shouldTellTheAbortedTransactionsOfARange() throws IOException {
        TransactionIndex index = new TransactionIndex(file("txn"), BASE);
        index.reset();
        assertThat(disk.exists("txn")).isFalse();
        for (int i = 0; i < 500; i++) {
            index.append(new AbortedTxn(i, BASE + 10L * i, BASE + 10L * i + 5, BASE + 10L * i + 6));
        }
        index.closeIdle();

        TransactionIndex again = new TransactionIndex(file("txn"), BASE);
        AbortedTxns some = again.collect(BASE + 1_005, BASE + 1_021);
        assertThat(some.found()).extracting(AbortedTxn::producerId).containsExactly(100L, 101L, 102L);
        assertThat(some.isComplete()).isTrue();
        assertThat(again.collect(BASE + 4_990, BASE + 9_999).isComplete()).isFalse();
        assertThat(again.isSane()).isTrue();
        again.truncateTo(BASE + 1_005);
        assertThat(again.collect(0, Long.MAX_VALUE).found()).hasSize(100);
        assertThat(disk.size("txn")).isEqualTo(100L * 34);
    }

    @Test
    void shouldNotShiftTransactionsBehindATornOne() throws IOException {
        TransactionIndex index = new TransactionIndex(file("txn"), BASE);
        index.append(new AbortedTxn(1, BASE, BASE + 5, BASE + 6));
        index.append(new AbortedTxn(2, BASE, BASE + 7, BASE + 8));
        disk.cut("txn", 50);

        TransactionIndex again = new TransactionIndex(file("txn"), BASE);
        assertThat(again.isSane()).isFalse();
        again.append(new AbortedTxn(3, BASE, BASE + 9, BASE + 10));

        assertThat(again.collect(0, Long.MAX_VALUE).found())
                .extracting(AbortedTxn::producerId)
                .containsExactly(1L, 3L);
        disk.flip("txn", 1, 3);
        assertThat(new TransactionIndex(file("txn"), BASE).isSane())
                .as("a version that is not known")
                .isFalse();
    }
}
