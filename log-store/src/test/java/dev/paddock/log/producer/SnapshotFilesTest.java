package dev.paddock.log.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.paddock.log.io.DamagedFileException;
import dev.paddock.log.io.DiskLogDirectory;
import dev.paddock.log.io.FaultyLogDirectory;
import dev.paddock.log.io.LogDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SnapshotFilesTest {
    private static final long NOW = 2_000;

    @TempDir
    private Path root;

    private final ProducerLedger ledger = new ProducerLedger(new ProducerLimits(10_000, 100));
    private SnapshotFiles files;

    @BeforeEach
    void createFolder() throws IOException {
        LogDirectory directory = new DiskLogDirectory(root);
        directory.createFolder("t-0");
        files = new SnapshotFiles(directory, "t-0");
    }

    @Test
    void shouldKnowItsFilesByTheirNames() throws IOException {
        assertThat(SnapshotFiles.name(5)).isEqualTo("00000000000000000005.snapshot");
        for (String other : List.of(
                "00000000000000000005.log",
                "5.snapshot",
                "00000000000000000005.snapshot.deleted",
                "0000000000000000000x.snapshot",
                "09999999999999999999.snapshot",
                "99999999999999999999.snapshot",
                "-0000000000000000005.snapshot")) {
            assertThat(SnapshotFiles.offsetOf(other)).as(other).isEmpty();
            Files.createFile(root.resolve("t-0").resolve(other));
        }
        assertThat(files.latest()).isEmpty();

        take(30, 5, 100);

        assertThat(files.offsets()).containsExactly(5L, 30L, 100L);
        assertThat(files.latest()).hasValue(100);
    }

    @Test
    void shouldRestoreTheLatestThatFits() throws IOException {
        take(5, 30, 100);

        long from = files.restore(ledger, 5, 99, NOW);

        assertThat(from).isEqualTo(30);
        assertThat(ledger.endOffset()).isEqualTo(30);
        assertThat(ledger.entries()).extracting(ProducerEntry::producerId).containsExactly(30L);
        assertThat(files.offsets()).containsExactly(30L);
    }

    @Test
    void shouldBeginAtTheStartOfTheLogWithoutASnapshot() throws IOException {
        ledger.apply(TestBatch.of(7, 0, 0).at(50).read());

        assertThat(files.restore(ledger, 20, 40, NOW)).isEqualTo(20);

        assertThat(ledger.isEmpty()).isTrue();
        assertThat(ledger.endOffset()).isEqualTo(20);
    }

    @Test
    void shouldReadNothingWhenTheLedgerIsThereAlready() throws IOException {
        take(30);
        ledger.apply(TestBatch.of(7, 0, 0).at(49).read());

        assertThat(files.restore(ledger, 20, 50, NOW)).isEqualTo(50);

        assertThat(ledger.entries()).extracting(ProducerEntry::producerId).containsExactly(7L);
        assertThat(files.offsets()).containsExactly(30L);
    }

    @Test
    void shouldPassOverDamagedOnesAndDeleteThem() throws IOException {
        take(5, 30, 60);
        Files.write(file(60), new byte[] {0, 1, 2});
        Files.write(file(30), new byte[0]);
        assertThatThrownBy(() -> files.read(60))
                .isInstanceOf(DamagedFileException.class)
                .hasMessageContaining(file(60).toString());

        assertThat(files.restore(ledger, 0, 99, NOW)).isEqualTo(5);

        assertThat(files.offsets()).containsExactly(5L);
        assertThat(ledger.entries()).extracting(ProducerEntry::producerId).containsExactly(5L);
    }

    @Test
    void shouldKeepWhatTheDiskDoesNotGive() throws IOException {
        take(5);
        Files.delete(file(5));
        Files.createDirectory(file(5));

        assertThatThrownBy(() -> files.restore(ledger, 0, 99, NOW))
                .isInstanceOf(IOException.class)
                .isNotInstanceOf(DamagedFileException.class);
        assertThat(file(5)).exists();
    }

    @Test
    void shouldDeleteByOffset() throws IOException {
        take(5, 30, 60, 90);

        files.deleteBefore(30);
        assertThat(files.offsets()).containsExactly(30L, 60L, 90L);
        files.deleteAbove(60);
        assertThat(files.offsets()).containsExactly(30L, 60L);
        assertThat(files.markDeleted(30)).isTrue();
        assertThat(files.markDeleted(31)).isFalse();
        assertThat(root.resolve("t-0").resolve("00000000000000000030.snapshot.deleted"))
                .exists();
        files.delete(List.of(60L, 61L));
        assertThat(files.offsets()).isEmpty();
        take(5, 6);
        files.deleteAll();
        assertThat(files.offsets()).isEmpty();
    }

    @Test
    void shouldNotBringBackWhatWasCutOffWhenThePowerFails() throws IOException {
        FaultyLogDirectory disk = new FaultyLogDirectory();
        disk.createFolder("t-0");
        disk.forceFolder("");
        files = new SnapshotFiles(disk, "t-0");
        take(30, 60);

        files.restore(ledger, 0, 50, NOW);
        disk.crash();

        assertThat(files.offsets()).containsExactly(30L);
        files.deleteAll();
        disk.crash();
        assertThat(files.offsets()).isEmpty();
    }

    @Test
    void shouldDeleteThoseThatBelongToNoSegmentButTheLast() throws IOException {
        take(5, 30, 31, 60, 61, 70);
        files.deleteStrays(Set.of(0L, 30L, 60L));
        assertThat(files.offsets()).containsExactly(30L, 60L, 70L);

        files.deleteStrays(Set.of(0L, 30L, 80L));
        assertThat(files.offsets()).containsExactly(30L);

        take(7);
        files.deleteStrays(Set.of());
        assertThat(files.offsets()).containsExactly(30L);
    }

    /** The one at an offset knows the producer of that number. */
    private void take(long... offsets) throws IOException {
        for (long offset : offsets) {
            ProducerLedger other = new ProducerLedger(new ProducerLimits(10_000, 100));
            other.apply(TestBatch.of(offset, 0, 0).at(offset - 1).read());
            files.write(other);
        }
    }

    private Path file(long offset) {
        return root.resolve("t-0").resolve(SnapshotFiles.name(offset));
    }
}
