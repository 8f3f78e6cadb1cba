package dev.paddock.protocol.record;

import static dev.paddock.protocol.record.Batches.RULES;
import static org.assertj.core.api.Assertions.assertThat;

import dev.paddock.protocol.ErrorCode;
import dev.paddock.protocol.peer.KafkaRecords.Header;
import dev.paddock.protocol.peer.PlainRecord;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What Kafka does around its LogValidator: versions, sizes, checksums; and what we do otherwise. */
class RecordsValidatorTest {
    private static final long NOW = 1_700_000_050_000L;
    private static final ValidationRules OLD = RULES.withProduceVersion((short) 2);

    private final RecordsValidator validator = new RecordsValidator(Batches.ALLOC);
    private ByteBuf records = Unpooled.EMPTY_BUFFER;
    private ValidationOutcome outcome = ValidationOutcome.refused(ErrorCode.NONE, null);

    @AfterEach
    void shouldLeaveNoReferenceBehind() {
        outcome.release();
        records.release();
        assertThat(records.refCnt()).isLessThanOrEqualTo(records == Unpooled.EMPTY_BUFFER ? 1 : 0);
    }

    private static byte[] batch(int magic, String codec) {
        return batch(Header.plain(magic, codec, 0));
    }

    private static byte[] batch(Header header) {
        List<PlainRecord> plain = PlainRecord.random(new Random(4), 5, header.baseOffset(), false).stream()
                .map(record -> record.withTimestamp(NOW))
                .toList();
        return Batches.build(header, plain);
    }

    private static byte[] and(byte[]... parts) {
        return Batches.take(Unpooled.copiedBuffer(parts));
    }

    private void validate(ValidationRules rules, byte[] bytes) {
        records = Batches.direct(bytes);
        outcome = validator.validate(records, rules, NOW);
    }

    private void expect(ErrorCode error, String part) {
        assertThat(outcome.error()).as(outcome.message()).isEqualTo(error);
        assertThat(outcome.message()).contains(part, "topic-0");
        assertThat(outcome.batches()).isNull();
        assertThat(outcome.spans()).isEmpty();
    }

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
    void shouldWantABatchSinceVersion3() {
        validate(RULES.withProduceVersion((short) 3), new byte[0]);

        expect(ErrorCode.INVALID_RECORD, "Produce requests with version 3 must have at least one record batch");
    }

    @Test
    void shouldWantOnlyOneBatchSinceVersion3() {
        byte[] one = batch(2, "uncompressed");

        validate(RULES, and(one, one));

        expect(ErrorCode.INVALID_RECORD, "exactly one record batch per partition");
    }

    @Test
    void shouldWantFormat2SinceVersion3() {
        validate(RULES, batch(1, "uncompressed"));

        expect(ErrorCode.INVALID_RECORD, "magic version 2");
    }

    @Test
    void shouldTakeZstdSinceVersion7Only() {
        validate(RULES.withProduceVersion((short) 6), batch(2, "zstd"));
        expect(ErrorCode.UNSUPPORTED_COMPRESSION_TYPE, "ZStandard");
        records.release();

        validate(RULES.withProduceVersion((short) 7), batch(2, "zstd"));

        assertThat(outcome.isAccepted()).isTrue();
    }

    @Test
    void shouldRefuseAWrongChecksumInEveryFormat() {
        for (int magic = 0; magic <= 2; magic++) {
            records.release();
            byte[] bytes = batch(magic, "uncompressed");
            bytes[bytes.length - 1]++;

            validate(OLD, bytes);

            expect(ErrorCode.CORRUPT_MESSAGE, "Record is corrupt");
        }
    }

    @Test
    void shouldRefuseAMagicThatDoesNotExist() {
        byte[] bytes = batch(2, "uncompressed");
        bytes[16] = 3;

        validate(RULES, bytes);

        expect(ErrorCode.CORRUPT_MESSAGE, "Invalid magic found in record: 3");
    }

    @Test
    void shouldRefuseLengthsThatAreNone() {
        for (int length : new int[] {-1, Integer.MIN_VALUE, 0, 13, 40}) {
            records.release();
            byte[] bytes = batch(2, "uncompressed");
            Unpooled.wrappedBuffer(bytes).setInt(8, length);

            validate(OLD, bytes);

            expect(ErrorCode.CORRUPT_MESSAGE, "less than");
        }
    }

    @Test
    void shouldRefuseACodecThatDoesNotExist() {
        byte[] bytes = batch(2, "uncompressed");
        bytes[22] = 6;

        validate(RULES, Batches.withRightChecksums(bytes));

        expect(ErrorCode.UNSUPPORTED_COMPRESSION_TYPE, "codec 6");
    }

    @Test
    void shouldRefuseABatchThatIsTooLarge() {
        byte[] bytes = batch(2, "uncompressed");

        validate(with(RULES, null, bytes.length - 1, 1 << 20), bytes);

        expect(ErrorCode.MESSAGE_TOO_LARGE, "is " + bytes.length + " bytes");
    }

    @Test
    void shouldRefuseABatchThatBecomesTooLarge() {
        byte[] bytes = Batches.build(
                Header.plain(2, "gzip", 0), List.of(new PlainRecord(0, NOW, null, "00".repeat(5000), List.of())));

        validate(with(RULES, Compression.NONE, 4000, 1 << 20), bytes);

        expect(ErrorCode.MESSAGE_TOO_LARGE, "exceeds the maximum configured size of 4000");
    }

    @Test
    void shouldRefuseWhatFitsIntoNoSegment() {
        validate(with(RULES, null, 1 << 20, 100), batch(2, "uncompressed"));

        expect(ErrorCode.RECORD_LIST_TOO_LARGE, "segment size of 100");
    }

    @Test
    void shouldRefuseAnOffsetThatIsNotTheProducersToGive() {
        validate(RULES, batch(Header.plain(2, "uncompressed", 7)));

        expect(ErrorCode.INVALID_RECORD, "should be 0, but it is 7");
    }

    @Test
    void shouldTakeOffsetsAndMarkersFromACoordinator() {
        validate(
                RULES.withProduceVersion(ValidationRules.NOT_FROM_A_CLIENT),
                Batches.take(new EndTxnMarker(true, 4)
                        .batch(Batches.settings(Header.plain(2, "uncompressed", 7).by(9, 1, -1, true)), NOW, Batches.ALLOC)));

        assertThat(outcome.isAccepted()).isTrue();
        assertThat(outcome.spans().get(0).isControl()).isTrue();
    }

    @Test
    void shouldRefuseATransactionOfNobody() {
        validate(RULES, batch(Header.plain(2, "uncompressed", 0).by(-1, -1, -1, true)));

        expect(ErrorCode.INVALID_RECORD, "without a producer id");
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
    void shouldRefuseADamagedBatchThatItHasToOpen() {
        for (String codec : new String[] {"gzip", "snappy", "lz4", "zstd"}) {
            records.release();
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
        records = Unpooled.wrappedBuffer(
                Batches.direct(Arrays.copyOf(bytes, 70)), Batches.direct(Arrays.copyOfRange(bytes, 70, bytes.length)));

        outcome = validator.validate(records, RULES, NOW);

        assertThat(outcome.isAccepted()).isTrue();
    }

    private static ValidationRules with(ValidationRules rules, Compression target, int batchBytes, int segmentBytes) {
        return new ValidationRules(
                rules.partition(),
                rules.produceVersion(),
                false,
                TimestampType.CREATE_TIME,
                Long.MAX_VALUE,
                Long.MAX_VALUE,
                target,
                Compression.DEFAULT_LEVEL,
                batchBytes,
                segmentBytes,
                1 << 20);
    }
}
