package dev.paddock.log.segment;

import static dev.paddock.log.segment.SegmentFixture.appendPairs;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.paddock.log.index.AbortedTxn;
import dev.paddock.log.io.DiskFullException;
import dev.paddock.log.io.FaultyLogDirectory;
import dev.paddock.log.io.LogDirectory;
import dev.paddock.log.io.OpenFiles;
import dev.paddock.log.io.TornFileException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FaultyLogSegmentTest extends LogSegmentContract {
    private final FaultyLogDirectory disk = new FaultyLogDirectory();

    @Override
    LogDirectory open() {
        return disk;
    }

    @Test
    void shouldBeAsItWasWhenAWriteFails() throws IOException {
        SegmentFixture fixture = new SegmentFixture(disk);
        LogSegment segment = fixture.create(0);
        appendPairs(segment, 0, 5);
        long size = segment.sizeBytes();

        disk.failWriteAfter(0);
        assertThatThrownBy(() -> appendPairs(segment, 10, 1)).isInstanceOf(IOException.class);

        assertThat(segment.sizeBytes()).isEqualTo(size);
        assertThat(segment.largestTimestamp()).isEqualTo(9_000);
        appendPairs(segment, 10, 5);
        assertThat(segment.find(19).baseOffset()).isEqualTo(18);
    }

    /** Below the recovery point nobody reads the markers again to rebuild them. */
    @Test
    void shouldKnowAbortedTransactionsAfterACrashOnceForced() throws IOException {
        SegmentFixture fixture = new SegmentFixture(disk);
        LogSegment segment = fixture.create(0);
        appendPairs(segment, 0, 5);
        AbortedTxn txn = new AbortedTxn(7, 2, 5, 6);
        segment.force();
        segment.appendAborted(txn);
        segment.force();

        disk.crash();
        LogSegment again = fixture.reopen(0);
        assertThat(again.collectAborted(0, 10).found()).containsExactly(txn);
        again.recover(batch -> {
            if (batch.baseOffset() == 4) {
                again.appendAborted(txn);
            }
        });

        disk.crash();
        assertThat(fixture.reopen(0).collectAborted(0, 10).found()).containsExactly(txn);
    }

    @Test
    void shouldTakeAppendsAgainWhenThereIsSpaceAgain() throws IOException {
        SegmentFixture fixture = new SegmentFixture(disk);
        LogSegment segment = fixture.create(0);
        appendPairs(segment, 0, 5);

        disk.leaveSpace(100);
        appendPairs(segment, 10, 1);
        assertThatThrownBy(() -> appendPairs(segment, 12, 1)).isInstanceOf(DiskFullException.class);
        disk.giveSpace();
        appendPairs(segment, 12, 1);

        assertThat(segment.recover(batch -> {}).nextOffset()).isEqualTo(14);
    }

    @Test
    void shouldSayThatALogFileIsTorn() throws IOException {
        SegmentFixture fixture = new SegmentFixture(disk);
        LogSegment segment = fixture.create(0);
        appendPairs(segment, 0, 5);
        disk.failWriteAfter(0);
        disk.failCuts(true);

        assertThatThrownBy(() -> appendPairs(segment, 10, 1)).isInstanceOf(TornFileException.class);

        LogSegment again = fixture.reopen(0);
        SegmentScan scan = again.recover(batch -> {});
        assertThat(scan.nextOffset()).isEqualTo(10);
        assertThat(scan.truncatedBytes()).isPositive();
    }

    @Test
    void shouldNotSeeATornEndAgainThatItCutOff() throws IOException {
        SegmentFixture fixture = new SegmentFixture(disk);
        LogSegment segment = fixture.create(0);
        appendPairs(segment, 0, 5);
        segment.force();
        int whole = fixture.file(0, ".log").length;
        disk.failWriteAfter(0);
        disk.failCuts(true);
        assertThatThrownBy(() -> appendPairs(segment, 10, 1)).isInstanceOf(TornFileException.class);
        disk.failCuts(false);
        LogSegment torn = fixture.reopen(0);
        torn.force();
        assertThat(fixture.file(0, ".log").length).isGreaterThan(whole);

        torn.recover(batch -> {});
        disk.crash();

        assertThat(fixture.file(0, ".log")).hasSize(whole);
    }

    @Test
    void shouldKeepAppendingWhenOnlyTheIndexCannotBeWritten() throws IOException {
        // More entries than wait in memory at a time, so that some must be written in between.
        SegmentFixture fixture = new SegmentFixture(disk, 1 << 20);
        LogSegment segment = fixture.create(0);
        appendPairs(segment, 0, 128 * 3);
        int next = 128 * 3 * 2;
        int failed = 0;
        for (; failed < 2 && next < 10_000; next += 2) {
            int before = disk.writes();
            disk.failWriteAfter(1);
            appendPairs(segment, next, 1);
            failed += disk.writes() - before > 1 ? 1 : 0;
        }
        disk.failWriteAfter(-1);

        assertThat(failed).isPositive();
        segment.seal();
        byte[] index = fixture.file(0, ".index");
        LogSegment again = fixture.reopen(0);
        again.recover(batch -> {});
        assertThat(fixture.file(0, ".index")).isEqualTo(index);
    }

    @Test
    void shouldOutliveACrashOnceForced() throws IOException {
        SegmentFixture fixture = new SegmentFixture(disk);
        LogSegment segment = fixture.create(0);
        appendPairs(segment, 0, 50);
        segment.seal();
        segment.force();

        disk.crash();

        LogSegment again = new SegmentFixture(disk).reopen(0);
        assertThat(again.indexesAreSane()).isTrue();
        assertThat(again.largestTimestamp()).isEqualTo(99_000);
        assertThat(again.readNextOffset()).isEqualTo(100);
    }

    @Test
    void shouldWriteOncePerAppendAndForceOnlyTheLogWhileActive() throws IOException {
        SegmentFixture fixture = new SegmentFixture(disk);
        LogSegment segment = fixture.create(0);
        int writes = disk.writes();

        appendPairs(segment, 0, 100);
        assertThat(disk.writes() - writes).isEqualTo(100);
        segment.force();
        int forces = disk.forces();
        segment.force();

        assertThat(disk.forces() - forces).isEqualTo(1);
    }

    @Test
    void shouldOpenNothingForManyIdlePartitions() throws IOException {
        int before = disk.openCount();
        OpenFiles openFiles = new OpenFiles(10);
        List<LogSegment> segments = new ArrayList<>();
        for (int i = 0; i < 2000; i++) {
            disk.createFolder("t-" + i);
            SegmentContext context = new SegmentContext(disk, "t-" + i, openFiles, Runnable::run, 4096, 10 << 20);
            LogSegment segment = LogSegment.create(context, 0);
            appendPairs(segment, 0, 1);
            segment.close();
            segments.add(LogSegment.known(context, 0, segment.sizeBytes()));
        }
        assertThat(disk.openCount()).isEqualTo(before);

        for (LogSegment segment : segments) {
            assertThat(segment.readNextOffset()).isEqualTo(2);
        }

        assertThat(disk.openCount()).isLessThanOrEqualTo(before + 10);
    }
}
