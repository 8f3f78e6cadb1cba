package dev.paddock.log.clean;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.paddock.log.index.AbortedTxn;
import dev.paddock.log.producer.ProducerEntry;
import dev.paddock.protocol.record.BatchBuilder;
import dev.paddock.protocol.record.BatchSettings;
import dev.paddock.protocol.record.BatchView;
import dev.paddock.protocol.record.Compression;
import dev.paddock.protocol.record.EndTxnMarker;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BatchCleanerTest {
    private static final long NOW_MS = 1_000_000;
    private static final long RETENTION_MS = 500;
    private static final long END = 1000;
    private static final BatchSettings.Producer TRANSACTION = new BatchSettings.Producer(7, (short) 1, 0, true);

    private final CleaningStats stats = new CleaningStats();
    private final OffsetMap map = OffsetMap.forRecords(100, 1 << 20, 0.9, new KeyHash(1, 2), LogContent.ALLOCATOR);
    private final List<AbortedTxn> indexed = new ArrayList<>();
    private BatchCleaner cleaner = cleaner(NOW_MS);

    private BatchCleaner cleaner(long nowMs, ProducerEntry... producers) {
        return new BatchCleaner(
                CleaningRound.of(nowMs, RETENTION_MS, END, List.of(producers)), map, stats, LogContent.ALLOCATOR);
    }

    @BeforeEach
    void knowAllUpToTheEnd() {
        map.sawUpTo(END - 1);
        begin(true);
    }

    @AfterEach
    void giveMemoryBack() {
        map.close();
        assertThat(LogContent.ALLOCATOR.metric().usedDirectMemory()).isZero();
    }

    private void begin(boolean retainsTombstones, AbortedTxn... aborted) {
        cleaner.beginSegment(new BatchCleaner.Expectations(List.of(aborted), retainsTombstones), indexed::add);
    }

    private static BatchSettings settings(long offset) {
        return BatchSettings.of(BatchView.MAGIC_V2, Compression.NONE, offset);
    }

    /** Two records of the keys a and b; a value of null is a tombstone. */
    private static ByteBuf batch(BatchSettings settings, String... values) {
        try (BatchBuilder builder = BatchBuilder.of(settings, LogContent.ALLOCATOR)) {
            for (int i = 0; i < values.length; i++) {
                ByteBuf value = values[i] == null ? null : Unpooled.wrappedBuffer(values[i].getBytes(UTF_8));
                builder.append(settings.baseOffset() + i, 5000 + i, key((char) ('a' + i)), value);
            }
            return builder.build();
        }
    }

    private static ByteBuf key(char key) {
        return Unpooled.wrappedBuffer(new byte[] {(byte) key});
    }

    private static ByteBuf marker(long offset, boolean isCommit) {
        BatchSettings.Producer producer = new BatchSettings.Producer(7, (short) 1, -1, true);
        return new EndTxnMarker(isCommit, 0).batch(settings(offset).with(producer), 5000, LogContent.ALLOCATOR);
    }

    /** What stays of it; null for nothing. The batch is released. */
    private LogContent.Batch clean(ByteBuf batch) throws IOException {
        ByteBuf out = Unpooled.buffer();
        cleaner.clean(new BatchView().wrap(batch, batch.readerIndex()), out);
        batch.release();
        if (!out.isReadable()) {
            return null;
        }
        BatchView view = new BatchView().wrap(out, 0);
        assertThat(view.isCrcValid()).isTrue();
        return LogContent.read(view);
    }

    @Test
    void shouldLeaveABatchAsItIsWhenAllOfItStays() throws IOException {
        // given
        ByteBuf batch = batch(settings(10), "x", "y");
        ByteBuf out = Unpooled.buffer();

        // when
        cleaner.clean(new BatchView().wrap(batch, 0), out);

        // then
        assertThat(out).isEqualTo(batch);
        batch.release();
    }

    @Test
    void shouldDropWhatALaterRecordOfItsKeyFollows() throws IOException {
        // given
        map.put(key('a'), 50);
        map.put(key('b'), 11);

        // when
        LogContent.Batch kept = clean(batch(settings(10), "x", "y"));

        // then
        assertThat(kept.records()).extracting(LogContent.Record::offset).containsExactly(11L);
        assertThat(kept.baseOffset()).isEqualTo(10);
        assertThat(kept.lastOffset()).isEqualTo(11);
    }

    @Test
    void shouldKeepTheLastOffsetOfABatchWhoseLastRecordGoes() throws IOException {
        // given
        map.put(key('b'), 50);

        // when
        LogContent.Batch kept = clean(batch(settings(10), "x", "y"));

        // then
        assertThat(kept.records()).extracting(LogContent.Record::offset).containsExactly(10L);
        assertThat(kept.lastOffset()).isEqualTo(11);
    }

    @Test
    void shouldKeepAllBehindWhatTheMapKnows() throws IOException {
        // given
        map.put(key('a'), 50);
        map.sawUpTo(9);

        // then
        assertThat(clean(batch(settings(10), "x")).records()).hasSize(1);
    }

    @Test
    void shouldRewriteCompressedBatchesInTheirCodec() throws IOException {
        for (Compression codec : Compression.values()) {
            // given
            map.put(key('a'), 500);

            // when
            LogContent.Batch kept = clean(batch(BatchSettings.of(BatchView.MAGIC_V2, codec, 10), "x", "y"));

            // then
            assertThat(kept.codec()).isEqualTo(codec.number());
            assertThat(kept.records()).hasSize(1);
        }
    }

    @Test
    void shouldKeepOffsetsInCompressedMessagesOfOldFormats() throws IOException {
        for (byte magic = 0; magic < 2; magic++) {
            // given
            map.put(key('a'), 500);

            // when
            LogContent.Batch kept = clean(batch(BatchSettings.of(magic, Compression.GZIP, 10), "x", "y", "z"));

            // then
            assertThat(kept.magic()).isEqualTo(magic);
            assertThat(kept.records()).extracting(LogContent.Record::offset).containsExactly(11L, 12L);
        }
    }

    @Test
    void shouldGiveATombstoneATimeToStay() throws IOException {
        // when
        LogContent.Batch kept = clean(batch(settings(10), null, "y"));

        // then
        assertThat(kept.deleteHorizonMs()).isEqualTo(NOW_MS + RETENTION_MS);
        assertThat(kept.records()).extracting(LogContent.Record::timestamp).containsExactly(5000L, 5001L);
        assertThat(kept.maxTimestamp()).isEqualTo(5001);
    }

    @Test
    void shouldKeepATombstoneUntilItsTimeHasPassedAndNoLonger() throws IOException {
        // given
        BatchSettings settings = settings(10).withDeleteHorizon(NOW_MS);

        // when
        cleaner = cleaner(NOW_MS - 1);
        LogContent.Batch before = clean(batch(settings, null, "y"));
        cleaner = cleaner(NOW_MS);
        LogContent.Batch after = clean(batch(settings, null, "y"));

        // then
        assertThat(before.records()).hasSize(2);
        assertThat(before.deleteHorizonMs()).isEqualTo(NOW_MS);
        assertThat(after.records()).extracting(LogContent.Record::offset).containsExactly(11L);
    }

    @Test
    void shouldKeepTombstonesOfOldFormatsAsLongAsTheirSegmentIsYoung() throws IOException {
        // given
        BatchSettings settings = BatchSettings.of((byte) 1, Compression.NONE, 10);

        // then
        assertThat(clean(batch(settings, (String) null)).records()).hasSize(1);
        begin(false);
        assertThat(clean(batch(settings, (String) null))).isNull();
    }

    @Test
    void shouldDropAndCountRecordsWithoutAKey() throws IOException {
        // given
        ByteBuf batch;
        try (BatchBuilder builder = BatchBuilder.of(settings(10), LogContent.ALLOCATOR)) {
            builder.append(10, 1, null, key('v'));
            batch = builder.build();
        }

        // then
        assertThat(clean(batch)).isNull();
        assertThat(stats.recordsWithoutKey).isEqualTo(1);
    }

    @Test
    void shouldKeepTheHeaderOfTheLastBatchOfAProducer() throws IOException {
        // given
        map.put(key('a'), 50);
        BatchSettings.Producer id = new BatchSettings.Producer(9, (short) 2, 33, false);
        cleaner = cleaner(NOW_MS, new ProducerEntry(9, (short) 2, 33, 10, 0, 5000, -1, -1));

        // when
        LogContent.Batch last = clean(batch(settings(10).with(id), "x"));
        LogContent.Batch earlier = clean(batch(settings(11).with(id), "x"));

        // then
        assertThat(last.records()).isEmpty();
        assertThat(last.producer()).isEqualTo(new LogContent.Producer(9, (short) 2, 33, false));
        assertThat(last.maxTimestamp()).isEqualTo(5000);
        assertThat(earlier).isNull();
    }

    @Test
    void shouldKeepTheHeaderOfTheLastBatchOfAll() throws IOException {
        // given
        map.put(key('a'), END);

        // then
        assertThat(clean(batch(settings(END - 1), "x")).lastOffset()).isEqualTo(END - 1);
    }

    @Test
    void shouldDropAbortedRecordsAndKeepTheirMarkerAndItsIndexEntry() throws IOException {
        // given
        AbortedTxn aborted = new AbortedTxn(7, 10, 12, 13);
        begin(true, aborted);

        // when
        LogContent.Batch records = clean(batch(settings(10).with(TRANSACTION), "x", "y"));
        LogContent.Batch marker = clean(marker(12, false));

        // then
        assertThat(records).isNull();
        assertThat(marker.records()).hasSize(1);
        assertThat(marker.deleteHorizonMs()).isEqualTo(-1);
        assertThat(indexed).containsExactly(aborted);
    }

    @Test
    void shouldGiveAMarkerWithoutRecordsATimeToStayAndThenDropIt() throws IOException {
        // when
        LogContent.Batch marker = clean(marker(12, true));
        cleaner = cleaner(NOW_MS);
        begin(true);
        BatchSettings.Producer producer = new BatchSettings.Producer(7, (short) 1, -1, true);
        ByteBuf expired = new EndTxnMarker(true, 0)
                .batch(settings(12).with(producer).withDeleteHorizon(NOW_MS), 5000, LogContent.ALLOCATOR);

        // then
        assertThat(marker.deleteHorizonMs()).isEqualTo(NOW_MS + RETENTION_MS);
        assertThat(marker.marker()).isEqualTo(new EndTxnMarker(true, 0));
        assertThat(clean(expired)).isNull();
        assertThat(indexed).isEmpty();
    }

    @Test
    void shouldKeepAMarkerWhoseTimeHasPassedWhenItsRecordsAreThere() throws IOException {
        // given
        clean(batch(settings(10).with(TRANSACTION), "x"));
        BatchSettings.Producer producer = new BatchSettings.Producer(7, (short) 1, -1, true);
        ByteBuf expired = new EndTxnMarker(true, 0)
                .batch(settings(12).with(producer).withDeleteHorizon(1), 5000, LogContent.ALLOCATOR);

        // then
        assertThat(clean(expired).records()).hasSize(1);
    }
}
