package dev.paddock.protocol.record;

import static dev.paddock.protocol.record.Batches.RULES;
import static org.assertj.core.api.Assertions.assertThat;

import dev.paddock.protocol.ErrorCode;
import dev.paddock.protocol.peer.KafkaRecords.Header;
import dev.paddock.protocol.peer.PlainRecord;
import io.netty.buffer.Unpooled;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What Kafka refuses around its LogValidator: versions, sizes, checksums, headers. */
class RefusedRecordsTest extends ValidatorFixture {
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

        validate(RULES.withProduceVersion((short) 7), batch(2, "zstd"));

        assertThat(outcome.isAccepted()).isTrue();
    }

    @Test
    void shouldRefuseAWrongChecksumInEveryFormat() {
        for (int magic = 0; magic <= 2; magic++) {
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
    void shouldRefuseATransactionOfNobody() {
        validate(RULES, batch(Header.plain(2, "uncompressed", 0).by(-1, -1, -1, true)));

        expect(ErrorCode.INVALID_RECORD, "without a producer id");
    }
}
