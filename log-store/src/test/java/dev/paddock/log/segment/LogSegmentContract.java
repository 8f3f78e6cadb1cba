package dev.paddock.log.segment;

import static dev.paddock.log.segment.SegmentFixture.append;
import static dev.paddock.log.segment.SegmentFixture.appendPairs;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.paddock.log.index.AbortedTxn;
import dev.paddock.log.io.LogDirectory;
import dev.paddock.log.testing.Batches;
import dev.paddock.protocol.record.BatchView;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a segment does, on the real disk and on the faulty one. */
// house-style: long class because it is one list of what a segment promises
abstract class LogSegmentContract {
    private SegmentFixture fixture;
    private LogSegment segment;

    abstract LogDirectory open() throws IOException;

    @BeforeEach
    void createSegment() throws IOException {
        fixture = new SegmentFixture(open());
        segment = fixture.create(100);
    }

    private static void assertFirst(LogSlice slice, long baseOffset) throws IOException {
        assertThat(slice).isNotNull();
        assertThat(slice.baseOffset()).isEqualTo(baseOffset);
        ByteBuf bytes = SegmentFixture.bytes(slice);
        BatchView batch = new BatchView().wrap(bytes, 0);
        assertThat(batch.baseOffset()).isEqualTo(baseOffset);
        assertThat(batch.isCrcValid()).isTrue();
        long next = -1;
        for (int at = 0; at < bytes.writerIndex(); at += batch.sizeInBytes()) {
            assertThat(BatchView.isWhole(bytes, at, bytes.writerIndex())).isTrue();
            next = batch.wrap(bytes, at).nextOffset();
        }
        assertThat(slice.nextOffset()).isIn(-1L, next);
    }

    @Test
    void shouldGiveTheBatchThatHoldsAnOffset() throws IOException {
        appendPairs(segment, 100, 50);

        for (long offset = 100; offset < 200; offset++) {
            assertFirst(segment.read(offset, 0, true, segment.sizeBytes()), offset / 2 * 2);
        }
        assertThat(segment.read(200, 1000, true, segment.sizeBytes())).isNull();
        assertFirst(segment.read(0, 1000, true, segment.sizeBytes()), 100);
    }

    @Test
    void shouldGiveWholeBatchesUpToALimit() throws IOException {
        appendPairs(segment, 100, 50);
        int size = segment.find(100).sizeBytes();

        LogSlice three = segment.read(100, 4 * size - 1, true, segment.sizeBytes());
        LogSlice next = segment.read(three.nextOffset(), 30 * size, true, segment.sizeBytes());

        assertThat(three.length()).isEqualTo(3 * size);
        assertThat(three.nextOffset()).isEqualTo(106);
        assertFirst(next, 106);
        assertThat(next.length()).isEqualTo(30 * size);
        assertThat(next.nextOffset()).isEqualTo(166);
        assertFirst(segment.read(166, 1 << 20, true, segment.sizeBytes()), 166);
    }

    @Test
    void shouldGiveAtLeastOneBatchOnlyWhenAsked() throws IOException {
        appendPairs(segment, 100, 3);

        LogSlice one = segment.read(100, 1, true, segment.sizeBytes());
        LogSlice none = segment.read(100, 1, false, segment.sizeBytes());

        assertFirst(one, 100);
        assertThat(one.nextOffset()).isEqualTo(102);
        assertThat(none.length()).isZero();
    }

    @Test
    void shouldNotReadBeyondThePositionItIsGiven() throws IOException {
        appendPairs(segment, 100, 10);
        long end = segment.positionOf(106);

        LogSlice slice = segment.read(102, 1 << 20, true, end);

        assertThat(slice.position() + slice.length()).isEqualTo(end);
        assertThat(slice.nextOffset()).isEqualTo(-1);
        assertThat(segment.read(106, 1 << 20, true, end)).isNull();
    }

    @Test
    void shouldGiveTheNextBatchWhenAnOffsetIsMissing() throws IOException {
        append(segment, Batches.v2(100, 1, 10, 1), Batches.v2(150, 1, 10, 2), Batches.v2(151, 1, 10, 3));

        assertFirst(segment.read(101, 1, true, segment.sizeBytes()), 150);
        assertThat(segment.positionOf(500)).isEqualTo(segment.sizeBytes());
        assertThat(segment.readNextOffset()).isEqualTo(152);
    }

    @Test
    void shouldWriteIndexesAsKafkaDoes() throws IOException {
        // Batches of 91 bytes: the fourth is the first that begins more than 200 bytes behind an indexed one.
        appendPairs(segment, 100, 8);
        int size = segment.find(100).sizeBytes();
        segment.seal();

        ByteBuffer index = ByteBuffer.wrap(fixture.file(100, ".index"));
        ByteBuffer times = ByteBuffer.wrap(fixture.file(100, ".timeindex"));

        assertThat(size).isBetween(67, 99);
        assertThat(index.remaining()).isEqualTo(2 * 8);
        assertThat(index.getInt()).isEqualTo(7);
        assertThat(index.getInt()).isEqualTo(3 * size);
        assertThat(index.getInt()).isEqualTo(13);
        assertThat(index.getInt()).isEqualTo(6 * size);
        assertThat(times.remaining()).isEqualTo(3 * 12);
        assertThat(times.getLong()).isEqualTo(107_000);
        assertThat(times.getInt()).isEqualTo(7);
        assertThat(times.getLong()).isEqualTo(113_000);
        assertThat(times.getInt()).isEqualTo(13);
        assertThat(times.getLong()).isEqualTo(115_000);
        assertThat(times.getInt()).isEqualTo(15);
    }

    @Test
    void shouldIndexTheBatchesWithinOneAppend() throws IOException {
        ByteBuf[] batches = new ByteBuf[8];
        for (int i = 0; i < 8; i++) {
            batches[i] = Batches.v2(100 + 2L * i, 1, 10, (100 + 2L * i) * 1000, (101 + 2L * i) * 1000);
        }
        LogSegment other = fixture.create(0);
        append(segment, batches);
        segment.seal();
        byte[] atOnce = fixture.file(100, ".index");
        byte[] timesAtOnce = fixture.file(100, ".timeindex");
        other.delete();
        segment = fixture.create(100);
        appendPairs(segment, 100, 8);
        segment.seal();

        assertThat(fixture.file(100, ".index")).isEqualTo(atOnce);
        assertThat(fixture.file(100, ".timeindex")).isEqualTo(timesAtOnce);
    }

    @Test
    void shouldLeaveOutTimesThatDoNotGrowAndBatchesWithoutTimes() throws IOException {
        long[] times = {50, 40, 60, 60, 10, 20, 30, 40, 70, -1, -1, -1};
        for (int i = 0; i < times.length; i++) {
            append(segment, Batches.v2(100 + i, 1, 180, times[i]));
        }
        segment.seal();

        ByteBuffer index = ByteBuffer.wrap(fixture.file(100, ".timeindex"));
        List<Long> timestamps = new ArrayList<>();
        List<Integer> offsets = new ArrayList<>();
        while (index.hasRemaining()) {
            timestamps.add(index.getLong());
            offsets.add(index.getInt());
        }

        assertThat(timestamps).containsExactly(50L, 60L, 70L);
        assertThat(offsets).containsExactly(0, 2, 8);
        assertThat(segment.largestTimestamp()).isEqualTo(70);
        assertThat(segment.offsetOfLargestTimestamp()).isEqualTo(108);
        assertThat(segment.firstTimestamp()).isEqualTo(50);
    }

    @Test
    void shouldSayWhenItsIndexesAreFullAndTakeNoMore() throws IOException {
        // The time index holds 100 entries, one of them kept for the end.
        for (int i = 0; i < 99; i++) {
            append(segment, Batches.v2(100 + i, 1, 210, i));
        }
        assertThat(segment.indexesAreFull()).isFalse();
        append(segment, Batches.v2(199, 1, 210, 99));
        assertThat(segment.indexesAreFull()).isTrue();
        append(segment, Batches.v2(200, 1, 210, 100));
        segment.seal();

        assertThat(fixture.file(100, ".timeindex")).hasSize(1200);
        assertFirst(segment.read(200, 1, true, segment.sizeBytes()), 200);
    }

    @Test
    void shouldRefuseOffsetsThatItsIndexesCannotExpress() throws IOException {
        assertThat(segment.canHold(100L + Integer.MAX_VALUE)).isTrue();
        assertThat(segment.canHold(101L + Integer.MAX_VALUE)).isFalse();
        assertThat(segment.canHold(99)).isFalse();
        assertThatThrownBy(() -> append(segment, Batches.v2(101L + Integer.MAX_VALUE, 1, 1, 1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("roll before");
    }

    @Test
    void shouldKnowAllAgainAfterAnOrderlyEnd() throws IOException {
        appendPairs(segment, 100, 50);
        long size = segment.sizeBytes();
        segment.close();

        LogSegment again = fixture.reopen(100);

        assertThat(fixture.openFiles.count()).isZero();
        assertThat(again.indexesAreSane()).isTrue();
        assertThat(again.sizeBytes()).isEqualTo(size);
        assertThat(again.largestTimestamp()).isEqualTo(199_000);
        assertThat(again.offsetOfLargestTimestamp()).isEqualTo(199);
        assertThat(again.firstTimestamp()).isEqualTo(101_000);
        assertThat(again.readNextOffset()).isEqualTo(200);
        assertFirst(again.read(151, 1, true, size), 150);
        appendPairs(again, 200, 5);
        assertFirst(again.read(205, 1, true, again.sizeBytes()), 204);
        again.close();
        assertThat(fixture.openFiles.count()).isZero();
    }

    @Test
    void shouldGoOnAfterGivingBackItsFiles() throws IOException {
        for (int i = 0; i < 20; i++) {
            appendPairs(segment, 100 + 4L * i, 2);
            segment.closeIdle();
            assertThat(fixture.openFiles.count()).isZero();
            assertFirst(segment.read(103 + 4L * i, 1, true, segment.sizeBytes()), 102 + 4L * i);
        }
        assertThat(segment.indexesAreSane()).isTrue();
    }

    @Test
    void shouldFindBatchesByTime() throws IOException {
        appendPairs(segment, 100, 50);

        for (long offset = 100; offset < 200; offset++) {
            assertThat(segment.findByTimestamp(offset * 1000, 0))
                    .isEqualTo(new TimestampedOffset(offset * 1000, offset, 1));
            assertThat(segment.findByTimestamp(offset * 1000 - 999, 0).offset()).isEqualTo(offset);
        }
        assertThat(segment.findByTimestamp(0, 0).offset()).isEqualTo(100);
        assertThat(segment.findByTimestamp(0, 150).offset()).isEqualTo(150);
        assertThat(segment.findByTimestamp(0, 151).offset()).isEqualTo(151);
        assertThat(segment.findByTimestamp(199_001, 0)).isNull();
    }

    @Test
    void shouldNameABatchThatCannotBeReadByTime() throws IOException {
        ByteBuf damaged = Batches.v2(100, 1, 10, 5_000);
        damaged.setByte(damaged.writerIndex() - 3, 77);
        append(segment, damaged);

        assertThatThrownBy(() -> segment.findByTimestamp(5_000, 0))
                .isInstanceOf(CorruptSegmentException.class)
                .hasMessageContaining("00000000000000000100.log")
                .hasMessageContaining("checksum");
    }

    @Test
    void shouldTruncateWithItsIndexes() throws IOException {
        appendPairs(segment, 100, 50);
        segment.appendAborted(new AbortedTxn(7, 110, 120, 121));
        segment.appendAborted(new AbortedTxn(7, 130, 160, 161));
        segment.seal();
        long cut = segment.positionOf(151);

        long gone = segment.truncateTo(151);

        assertThat(segment.sizeBytes()).isEqualTo(cut).isEqualTo(fixture.file(100, ".log").length);
        assertThat(gone).isPositive();
        assertThat(segment.largestTimestamp()).isEqualTo(149_000);
        assertThat(segment.readNextOffset()).isEqualTo(150);
        assertThat(segment.collectAborted(0, 1000).found()).containsExactly(new AbortedTxn(7, 110, 120, 121));
        assertThat(segment.truncateTo(151)).isZero();
        appendPairs(segment, 150, 30);
        for (long offset = 100; offset < 210; offset++) {
            assertFirst(segment.read(offset, 0, true, segment.sizeBytes()), offset / 2 * 2);
        }
        segment.seal();
        assertThat(fixture.reopen(100).indexesAreSane()).isTrue();
    }

    @Test
    void shouldBeEmptyAfterTruncatingAll() throws IOException {
        appendPairs(segment, 100, 50);

        segment.truncateTo(100);

        assertThat(segment.sizeBytes()).isZero();
        assertThat(segment.largestTimestamp()).isEqualTo(-1);
        assertThat(segment.firstTimestamp()).isEqualTo(-1);
        assertThat(segment.readNextOffset()).isEqualTo(100);
        appendPairs(segment, 100, 1);
        assertThat(segment.firstTimestamp()).isEqualTo(101_000);
    }

    @Test
    void shouldCutATornTailAndBuildItsIndexesAnew() throws IOException {
        appendPairs(segment, 100, 50);
        segment.close();
        byte[] index = fixture.file(100, ".index");
        byte[] times = fixture.file(100, ".timeindex");
        long whole = segment.sizeBytes();
        try (var log = fixture.directory.openExisting(SegmentFixture.name(100, ".log"))) {
            log.append(Batches.v2(200, 1, 10, 1).readSlice(70));
        }
        fixture.directory.delete(SegmentFixture.name(100, ".index"));
        fixture.directory.delete(SegmentFixture.name(100, ".timeindex"));
        LogSegment again = fixture.reopen(100);
        List<Long> seen = new ArrayList<>();

        SegmentScan scan = again.recover(batch -> seen.add(batch.baseOffset()));

        assertThat(scan.nextOffset()).isEqualTo(200);
        assertThat(scan.sizeBytes()).isEqualTo(whole).isEqualTo(again.sizeBytes());
        assertThat(scan.truncatedBytes()).isEqualTo(70);
        assertThat(scan.problem()).contains("not written to its end");
        assertThat(seen).hasSize(50).startsWith(100L).endsWith(198L);
        again.close();
        assertThat(fixture.file(100, ".index")).isEqualTo(index);
        assertThat(fixture.file(100, ".timeindex")).isEqualTo(times);
    }

    @Test
    void shouldRecoverBatchesLargerThanItsWindow() throws IOException {
        append(segment, Batches.v2(100, 1, 10, 1));
        append(segment, Batches.v2(101, 1, 3 << 20, 2));
        append(segment, Batches.v2(102, 1, 10, 3));
        segment.close();
        List<Long> seen = new ArrayList<>();

        SegmentScan scan = fixture.reopen(100).recover(batch -> {
            assertThat(batch.isCrcValid()).isTrue();
            seen.add(batch.lastOffset());
        });

        assertThat(scan.problem()).isNull();
        assertThat(seen).containsExactly(100L, 101L, 102L);
    }

    @Test
    void shouldReadOldFormats() throws IOException {
        append(segment, Batches.legacy(0, 100, 0, new byte[300]));
        append(segment, Batches.legacyGzip(1, 101, 5_000, 7_000, 6_000));
        append(segment, Batches.legacy(1, 104, 8_000, new byte[300]));
        append(segment, Batches.v2(105, 1, 300, 9_000));
        segment.close();
        LogSegment again = fixture.reopen(100);

        assertThat(again.recover(batch -> {}).nextOffset()).isEqualTo(106);
        assertThat(again.find(102).lastOffset()).isEqualTo(103);
        assertThat(again.find(104).baseOffset()).isEqualTo(104);
        assertThat(again.largestTimestamp()).isEqualTo(9_000);
        assertThat(again.findByTimestamp(5_500, 0)).isEqualTo(new TimestampedOffset(7_000, 102, -1));
        assertThat(again.findByTimestamp(5_500, 103)).isEqualTo(new TimestampedOffset(6_000, 103, -1));
        assertThat(again.firstTimestamp()).isEqualTo(-1);
    }

    @Test
    void shouldKeepItsFilesUntilTheLastReaderLetsGo() throws IOException {
        appendPairs(segment, 100, 5);
        segment.rename(".deleted");
        segment.retain();
        segment.channel();

        segment.delete();

        assertFirst(segment.read(102, 1, true, segment.sizeBytes()), 102);
        assertThat(fixture.directory.exists(SegmentFixture.name(100, ".log.deleted")))
                .isTrue();
        segment.release();
        assertThat(fixture.reaped).hasSize(1);
        fixture.reaped.get(0).run();
        assertThat(fixture.directory.list(SegmentFixture.FOLDER)).isEmpty();
        assertThat(fixture.openFiles.count()).isZero();
        assertThatThrownBy(segment::retain).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void shouldKeepTheChannelOpenForItsReader() throws IOException {
        appendPairs(segment, 100, 5);
        segment.retain();
        segment.channel();

        segment.closeIdle();
        assertThat(fixture.openFiles.count()).isEqualTo(1);
        segment.close();
        assertThat(fixture.openFiles.count()).isEqualTo(1);
        segment.release();

        assertThat(fixture.openFiles.count()).isZero();
        assertThatThrownBy(segment::channel).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void shouldTakeItsFilesAlongWhenRenamed() throws IOException {
        LogSegment cleaned = LogSegment.create(fixture.context, 50, ".cleaned");
        appendPairs(cleaned, 50, 20);
        cleaned.appendAborted(new AbortedTxn(1, 50, 51, 52));
        cleaned.seal();

        cleaned.rename(".swap");
        cleaned.rename("");

        assertThat(fixture.directory.list(SegmentFixture.FOLDER))
                .contains(
                        "00000000000000000050.log",
                        "00000000000000000050.index",
                        "00000000000000000050.timeindex",
                        "00000000000000000050.txnindex")
                .noneMatch(name -> name.endsWith(".swap") || name.endsWith(".cleaned"));
        cleaned.closeIdle();
        assertFirst(cleaned.read(77, 1, true, cleaned.sizeBytes()), 76);
        fixture.directory.rename(SegmentFixture.FOLDER, "t-0.delete");
        cleaned.closeIdle();
        cleaned.context(fixture.context.with("t-0.delete", 100, 1000));
        assertFirst(cleaned.read(77, 1, true, cleaned.sizeBytes()), 76);
    }

    @Test
    void shouldBuildAMissingIndexAnewWhenItIsUsed() throws IOException {
        appendPairs(segment, 100, 50);
        segment.close();
        byte[] index = fixture.file(100, ".index");
        fixture.directory.delete(SegmentFixture.name(100, ".index"));

        LogSegment again = fixture.reopen(100);

        assertThat(again.indexesAreSane()).isFalse();
        assertFirst(again.read(151, 1, true, again.sizeBytes()), 150);
        assertThat(again.indexesAreSane()).isTrue();
        assertThat(fixture.file(100, ".index")).isEqualTo(index);
    }

    @Test
    void shouldNotAppendToALogFileOfAnotherSize() throws IOException {
        appendPairs(segment, 100, 5);
        segment.close();
        LogSegment wrong = LogSegment.known(fixture.context, 100, segment.sizeBytes() - 1);

        assertThatThrownBy(() -> appendPairs(wrong, 110, 1))
                .isInstanceOf(CorruptSegmentException.class)
                .hasMessageContaining("00000000000000000100");
    }

    @Test
    void shouldRefuseToReadWhatIsNoBatch() throws IOException {
        append(segment, Unpooled.wrappedBuffer(Batches.v2(100, 1, 10, 1), Batches.v2(101, 1, 10, 1)));
        try (var log = fixture.directory.openExisting(SegmentFixture.name(100, ".log"))) {
            log.truncate(log.size() - 20);
        }

        assertThatThrownBy(() -> segment.read(101, 1, true, segment.sizeBytes()))
                .isInstanceOf(CorruptSegmentException.class)
                .hasMessageContaining("00000000000000000100.log")
                .hasMessageContaining("position");
    }
}
