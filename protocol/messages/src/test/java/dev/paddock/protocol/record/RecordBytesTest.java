package dev.paddock.protocol.record;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paddock.protocol.peer.KafkaRecords;
import dev.paddock.protocol.peer.KafkaRecords.Header;
import dev.paddock.protocol.peer.PlainRecord;
import dev.paddock.protocol.peer.Seeds;
import io.netty.buffer.ByteBuf;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What Kafka writes we read, and what we write Kafka reads, in every format and codec. */
class RecordBytesTest {
    private static final int ROUNDS = 6;

    private final KafkaRecords kafka = new KafkaRecords();

    static Stream<Arguments> everyFormatAndCodec() {
        return IntStream.range(0, 3)
                .boxed()
                .flatMap(magic -> Stream.of(Compression.values())
                        .filter(codec -> magic == 2 || codec != Compression.ZSTD)
                        .map(codec -> Arguments.of(magic, codec.configName())));
    }

    private static Header header(Random random, int magic, String codec) {
        Header header = Header.plain(magic, codec, random.nextInt(3) == 0 ? 0 : 1L << random.nextInt(40));
        if (magic > 0 && random.nextInt(3) == 0) {
            header = header.appendedAt(1_800_000_000_000L);
        }
        return magic == 2 && random.nextBoolean() ? header.by(77, 3, 1000, random.nextBoolean()) : header;
    }

    /** The records as they come out of a batch with the header. */
    private static List<PlainRecord> expected(Header header, List<PlainRecord> records) {
        return records.stream()
                .map(record -> header.magic() < 2 ? record.withoutHeaders() : record)
                .map(record -> header.isAppendTime() ? record.withTimestamp(header.appendTimeMs()) : record)
                .map(record -> header.magic() == 0 ? record.withTimestamp(-1) : record)
                .toList();
    }

    private static List<PlainRecord> forFormat(Header header, List<PlainRecord> records) {
        return header.magic() < 2
                ? records.stream().map(PlainRecord::withoutHeaders).toList()
                : records;
    }

    @ParameterizedTest(name = "format {0} {1}")
    @MethodSource("everyFormatAndCodec")
    void shouldReadWhatKafkaWritesAndWriteWhatKafkaReads(int magic, String codec) {
        for (int round = 0; round < ROUNDS; round++) {
            long seed = Seeds.of("records", magic, codec, round);
            Random random = new Random(seed);
            Header header = header(random, magic, codec);
            int count = 1 + random.nextInt(round == 0 ? 2000 : 60);
            List<PlainRecord> records =
                    forFormat(header, PlainRecord.random(random, count, header.baseOffset(), random.nextBoolean()));

            byte[] theirs = kafka.build(header, records);
            byte[] ours = Batches.build(header, records);

            String what = header + " seed " + seed;
            assertThat(Batches.read(theirs)).as(what).isEqualTo(expected(header, records));
            assertThat(kafka.read(ours)).as(what).isEqualTo(expected(header, records));
            assertThat(kafka.describe(ours)).as(what).isEqualTo(kafka.describe(theirs));
            if (codec.equals("uncompressed")) {
                assertThat(ours).as(what).isEqualTo(theirs);
            }
        }
    }

    @Test
    void shouldWriteTheMarkersOfTransactionsAsKafkaDoes() {
        for (boolean isCommit : new boolean[] {true, false}) {
            Header header = Header.plain(2, "uncompressed", 17).by(4711, 9, -1, true);
            byte[] theirs = kafka.buildEndTxnMarker(header, 1234, isCommit, 55);

            ByteBuf ours = new EndTxnMarker(isCommit, 55).batch(Batches.settings(header), 1234, Batches.ALLOC);

            assertThat(Batches.bytes(ours)).isEqualTo(theirs);
            BatchView batch = new BatchView().wrap(ours, 0);
            assertThat(batch.isControl()).isTrue();
            try (RecordCursor cursor = RecordCursor.over(batch, Batches.ALLOC)) {
                assertThat(cursor.next()).isTrue();
                assertThat(EndTxnMarker.of(cursor.record())).isEqualTo(new EndTxnMarker(isCommit, 55));
                assertThat(cursor.next()).isFalse();
            }
            ours.release();
        }
    }

    @Test
    void shouldKeepTheHeaderOfABatchThatLostItsRecords() {
        Header header = Header.plain(2, "gzip", 100).by(4711, 9, 3, true);
        List<PlainRecord> records = PlainRecord.random(new Random(1), 10, 100, false);
        ByteBuf original = Batches.builder(Batches.settings(header), records);
        BatchView batch = new BatchView().wrap(original, 0);

        ByteBuf empty = BatchBuilder.empty(batch, Batches.ALLOC);

        assertThat(kafka.read(Batches.bytes(empty))).isEmpty();
        assertThat(Batches.read(empty)).isEmpty();
        BatchView left = new BatchView().wrap(empty, 0);
        assertThat(left.sizeInBytes()).isEqualTo(BatchView.HEADER_BYTES_V2);
        assertThat(left.baseOffset()).isEqualTo(100);
        assertThat(left.lastOffset()).isEqualTo(109);
        assertThat(left.lastSequence()).isEqualTo(batch.lastSequence());
        assertThat(left.maxTimestamp()).isEqualTo(batch.maxTimestamp());
        assertThat(left.isTransactional()).isTrue();
        assertThat(left.isCrcValid()).isTrue();
        original.release();
        empty.release();
    }

    @Test
    void shouldKeepRecordsOfABatchWithItsDeleteHorizonAndLastOffset() {
        Header header = Header.plain(2, "lz4", 100);
        List<PlainRecord> records = PlainRecord.random(new Random(1), 10, 100, false);
        ByteBuf original = Batches.builder(Batches.settings(header), records);
        BatchSettings settings =
                BatchSettings.like(new BatchView().wrap(original, 0)).withDeleteHorizon(5_000);
        ByteBuf kept;
        try (BatchBuilder builder = BatchBuilder.of(settings, Batches.ALLOC);
                RecordCursor cursor = RecordCursor.over(new BatchView().wrap(original, 0), Batches.ALLOC)) {
            cursor.next();
            builder.append(cursor.record());
            kept = builder.buildUpTo(109);
        }

        BatchView batch = new BatchView().wrap(kept, 0);
        assertThat(batch.hasDeleteHorizon()).isTrue();
        assertThat(batch.baseTimestamp()).isEqualTo(5_000);
        assertThat(batch.lastOffset()).isEqualTo(109);
        assertThat(kafka.read(Batches.bytes(kept))).isEqualTo(records.subList(0, 1));
        assertThat(Batches.read(kept)).isEqualTo(records.subList(0, 1));
        original.release();
        kept.release();
    }
}
