package dev.paddock.protocol.record;

import static dev.paddock.protocol.record.Batches.RULES;
import static org.assertj.core.api.Assertions.assertThat;

import dev.paddock.protocol.ErrorCode;
import dev.paddock.protocol.peer.KafkaRecords.Header;
import dev.paddock.protocol.peer.PlainRecord;
import io.netty.buffer.Unpooled;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jpountz.xxhash.XXHashFactory;
import org.junit.jupiter.api.Test;

/** What is kept as it is, what is written anew, and what has to be opened. */
class RecordsValidatorTest extends ValidatorFixture {
    @Test
    void shouldKeepTheSameBytesWhenNothingHasToChange() {
        byte[] bytes = batch(2, "uncompressed");

        validate(RULES, bytes);

        assertThat(outcome.isAccepted()).isTrue();
        assertThat(outcome.isRewritten()).isFalse();
        assertThat(outcome.batches()).isSameAs(records);
        assertThat(Batches.bytes(records)).isEqualTo(bytes);
        assertThat(outcome.spans()).singleElement().satisfies(span -> {
            assertThat(span.count()).isEqualTo(5);
            assertThat(span.maxTimestamp()).isEqualTo(NOW);
            assertThat(span.offsetDeltaOfMaxTimestamp()).isEqualTo(4);
        });
    }

    @Test
    void shouldDropWhatIsCutOffBehindTheLastWholeBatch() {
        byte[] whole = batch(2, "gzip");

        validate(RULES, and(whole, Arrays.copyOf(whole, 40)));

        assertThat(outcome.isAccepted()).isTrue();
        assertThat(Batches.bytes(outcome.batches())).isEqualTo(whole);
    }

    @Test
    void shouldTakeNothingFromAnOldClientForNoError() {
        validate(OLD, Arrays.copyOf(batch(0, "uncompressed"), 20));

        assertThat(outcome.isAccepted()).isTrue();
        assertThat(outcome.spans()).isEmpty();
        assertThat(outcome.batches().isReadable()).isFalse();
    }

    @Test
    void shouldTakeOffsetsAndMarkersFromACoordinator() {
        validate(
                RULES.withProduceVersion(ValidationRules.NOT_FROM_A_CLIENT),
                Batches.take(new EndTxnMarker(true, 4)
                        .batch(
                                Batches.settings(
                                        Header.plain(2, "uncompressed", 7).by(9, 1, -1, true)),
                                NOW,
                                Batches.ALLOC)));

        assertThat(outcome.isAccepted()).isTrue();
        assertThat(outcome.spans().get(0).isControl()).isTrue();
    }

    @Test
    void shouldCountOffsetsAnewWhenTheyHaveGaps() {
        List<PlainRecord> gaps = List.of(
                new PlainRecord(0, NOW, "00", "01", List.of()), new PlainRecord(2, NOW + 1, "00", "02", List.of()));
        byte[] bytes = Batches.build(Header.plain(2, "uncompressed", 0), gaps);
        Unpooled.wrappedBuffer(bytes).setInt(23, 1);

        validate(RULES, Batches.withRightChecksums(bytes));

        assertThat(outcome.isRewritten()).isTrue();
        assertThat(Batches.read(outcome.batches()))
                .containsExactly(gaps.get(0), gaps.get(1).withOffset(1));
    }

    @Test
    void shouldNotOpenACompressedBatchWithoutReason() {
        byte[] bytes = batch(2, "lz4");
        Arrays.fill(bytes, 70, bytes.length, (byte) 0);

        validate(RULES, Batches.withRightChecksums(bytes));

        assertThat(outcome.isAccepted()).isTrue();
    }

    @Test
    void shouldRefuseLz4BlocksThatBuildOnEachOtherWhichNoConsumerReads() {
        int flagsIndex = BatchView.HEADER_BYTES_V2 + 4;
        int standsAlone = 0x20;
        byte[] bytes = batch(2, "lz4");
        bytes[flagsIndex] &= (byte) ~standsAlone;
        int described = XXHashFactory.safeInstance().hash32().hash(bytes, flagsIndex, 2, 0);
        bytes[flagsIndex + 2] = (byte) (described >> 8);

        validate(RULES, Batches.withRightChecksums(bytes));

        expect(ErrorCode.INVALID_RECORD, "blocks that build on each other are not supported");
    }

    @Test
    void shouldRefuseAnLz4BatchWithoutRoomForAFrame() {
        byte[] bytes = batch(2, "lz4");
        byte[] cut = Arrays.copyOf(bytes, BatchView.HEADER_BYTES_V2 + 5);
        Unpooled.wrappedBuffer(cut).setInt(8, cut.length - 12);

        validate(RULES, Batches.withRightChecksums(cut));

        expect(ErrorCode.INVALID_RECORD, "it ends too early");
    }

    @Test
    void shouldRefuseADamagedBatchThatItHasToOpen() {
        for (String codec : new String[] {"gzip", "snappy", "lz4", "zstd"}) {
            byte[] bytes = batch(2, codec);
            Arrays.fill(bytes, 64, bytes.length, (byte) 0x55);

            validate(with(RULES, Compression.NONE, 1 << 20, 1 << 20), Batches.withRightChecksums(bytes));

            expect(ErrorCode.INVALID_RECORD, "damaged");
        }
    }

    @Test
    void shouldRefuseABombThatItHasToOpen() {
        byte[] bytes = Batches.build(
                Header.plain(2, "zstd", 0), List.of(new PlainRecord(0, NOW, null, "00".repeat(2 << 20), List.of())));
        ValidationRules rules = new ValidationRules(
                "topic-0", (short) 9, true, TimestampType.CREATE_TIME, 1, 1, null, 0, 1 << 20, 1 << 20, 1 << 20);

        validate(rules, bytes);

        expect(ErrorCode.INVALID_RECORD, "more than 1048576 bytes");
    }

    @Test
    void shouldNameSoManyWrongRecordsAndNoMore() {
        List<PlainRecord> plain = PlainRecord.random(new Random(4), 1500, 0, false).stream()
                .map(record -> record.withKey(null))
                .toList();
        ValidationRules rules = new ValidationRules(
                "topic-0", (short) 9, true, TimestampType.CREATE_TIME, 1, 1, null, 0, 1 << 20, 1 << 20, 1 << 20);

        validate(rules, Batches.build(Header.plain(2, "uncompressed", 0), plain));

        expect(ErrorCode.INVALID_RECORD, "Compacted topic cannot accept message without key");
        assertThat(outcome.recordErrors()).hasSize(RecordErrors.COUNT_MAX);
    }

    @Test
    void shouldReadABatchThatLiesInSeveralPieces() {
        byte[] bytes = batch(2, "uncompressed");
        records.release();
        records = Unpooled.wrappedBuffer(
                Batches.direct(Arrays.copyOf(bytes, 70)), Batches.direct(Arrays.copyOfRange(bytes, 70, bytes.length)));

        outcome = validator.validate(records, RULES, NOW);

        assertThat(outcome.isAccepted()).isTrue();
    }
}
