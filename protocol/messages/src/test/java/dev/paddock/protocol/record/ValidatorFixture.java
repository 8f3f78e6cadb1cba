package dev.paddock.protocol.record;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paddock.protocol.ErrorCode;
import dev.paddock.protocol.peer.KafkaRecords.Header;
import dev.paddock.protocol.peer.PlainRecord;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;

/** One append in a test: what comes in, what becomes of it, and that no reference is left. */
abstract class ValidatorFixture {
    static final long NOW = 1_700_000_050_000L;
    static final ValidationRules OLD = Batches.RULES.withProduceVersion((short) 2);

    final RecordsValidator validator = new RecordsValidator(Batches.ALLOC);
    ByteBuf records = Batches.direct(new byte[0]);
    ValidationOutcome outcome = ValidationOutcome.refused(ErrorCode.NONE, null);

    @AfterEach
    void shouldLeaveNoReferenceBehind() {
        outcome.release();
        records.release();
        assertThat(records.refCnt()).isZero();
    }

    static byte[] batch(int magic, String codec) {
        return batch(Header.plain(magic, codec, 0));
    }

    static byte[] batch(Header header) {
        List<PlainRecord> plain = PlainRecord.random(new Random(4), 5, header.baseOffset(), false).stream()
                .map(record -> record.withTimestamp(NOW))
                .toList();
        return Batches.build(header, plain);
    }

    static byte[] and(byte[]... parts) {
        return Batches.take(Unpooled.copiedBuffer(parts));
    }

    void validate(ValidationRules rules, byte[] bytes) {
        records.release();
        records = Batches.direct(bytes);
        outcome = validator.validate(records, rules, NOW);
    }

    void expect(ErrorCode error, String part) {
        assertThat(outcome.error()).as(outcome.message()).isEqualTo(error);
        assertThat(outcome.message()).contains(part, "topic-0");
        assertThat(outcome.batches()).isNull();
        assertThat(outcome.spans()).isEmpty();
    }

    static ValidationRules with(ValidationRules rules, Compression target, int batchBytes, int segmentBytes) {
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
