package dev.paddock.protocol.record;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paddock.protocol.peer.KafkaRecords;
import dev.paddock.protocol.peer.KafkaRecords.Header;
import dev.paddock.protocol.peer.KafkaRecords.Rules;
import dev.paddock.protocol.peer.KafkaRecords.Verdict;
import dev.paddock.protocol.peer.PlainRecord;
import dev.paddock.protocol.peer.Seeds;
import io.netty.buffer.ByteBuf;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Random appends, right and wrong ones, under random rules: we decide as Kafka's LogValidator does. */
class ValidatorAgainstKafkaTest {
    private static final int ROUNDS = 800;
    private static final long NOW = 1_700_000_050_000L;
    private static final List<String> CODECS = List.of("uncompressed", "gzip", "snappy", "lz4", "zstd");
    private static final int LAST_OFFSET_DELTA = 23;
    private static final int ATTRIBUTES = 22;
    private static final int MAX_TIMESTAMP = 35;
    private static final int PRODUCER_ID = 43;
    private static final int COUNT = 57;

    private final KafkaRecords kafka = new KafkaRecords();
    private final RecordsValidator validator = new RecordsValidator(Batches.ALLOC);
    private boolean liesAboutContent;
    private boolean hasGaps;
    private int accepted;
    private int refused;
    private int refusedForRecords;

    @Test
    void shouldDecideAsKafkaDoes() {
        for (int round = 0; round < ROUNDS; round++) {
            long seed = Seeds.of("validator", round);
            decide(new Random(seed), "seed " + seed);
        }
        assertThat(accepted).as("accepted").isGreaterThan(ROUNDS / 4);
        assertThat(refused).as("refused").isGreaterThan(ROUNDS / 8);
        assertThat(refusedForRecords).as("refused for single records").isGreaterThan(ROUNDS / 80);
    }

    private void decide(Random random, String what) {
        boolean isFromClient = random.nextInt(9) != 0;
        Header header = header(random, isFromClient);
        byte[] input = input(random, header, isFromClient);
        boolean isAppendTime = random.nextInt(4) == 0;
        String target = random.nextInt(3) == 0 ? CODECS.get(random.nextInt(5)) : header.codec();
        boolean isCompacted = random.nextInt(4) == 0;
        long bound = random.nextInt(3) == 0 ? 49_900 : Long.MAX_VALUE;
        Rules rules = new Rules(header.codec(), target, isCompacted, isAppendTime, bound, bound, isFromClient);

        Verdict theirs = kafka.validate(input, rules, NOW);
        ByteBuf records = Batches.direct(input);
        ValidationOutcome ours = validator.validate(records, rules(rules), NOW);
        what += " " + header + " " + rules + " Kafka: " + theirs.detail() + " ours: " + ours;
        if (!isKnownToDiffer(header, rules)) {
            compare(what, theirs, ours);
        }
        ours.release();
        records.release();
        assertThat(records.refCnt()).as("references left " + what).isZero();
    }

    /**
     * Kafka opens every compressed batch. We believe its header when no rule asks for what is within, as DESIGN.md has
     * it; then a header that lies about count or time is found by Kafka only. And Kafka stores offsets with gaps, where we
     * count them anew.
     */
    private boolean isKnownToDiffer(Header header, Rules rules) {
        boolean isOpened = rules.isCompacted()
                || !header.codec().equals(rules.targetCodec())
                || (!rules.isAppendTime() && rules.beforeMaxMs() != Long.MAX_VALUE)
                || header.isAppendTime();
        if (hasGaps && liesAboutContent) {
            return true;
        }
        return liesAboutContent && header.magic() == 2 && !header.codec().equals("uncompressed") && !isOpened;
    }

    private void compare(String what, Verdict theirs, ValidationOutcome ours) {
        assertThat(ours.error().code()).as(what).isEqualTo(theirs.error());
        assertThat(ours.recordErrors().stream().map(RecordError::index).toList())
                .as(what)
                .isEqualTo(theirs.wrongRecords());
        if (!ours.isAccepted()) {
            refused++;
            refusedForRecords += theirs.wrongRecords().isEmpty() ? 0 : 1;
            return;
        }
        accepted++;
        byte[] bytes = Batches.bytes(ours.batches());
        assertThat(kafka.describe(bytes)).as(what).isEqualTo(kafka.describe(theirs.bytes()));
        assertThat(kafka.read(bytes)).as(what).isEqualTo(kafka.read(theirs.bytes()));
        assertThat(ours.spans()).as(what).hasSize(1);
        BatchSpan span = ours.spans().get(0);
        assertThat(span.maxTimestamp()).as(what).isEqualTo(theirs.maxTimestamp());
        assertThat(span.index()).as(what).isEqualTo(ours.batches().readerIndex());
        assertThat(span.endIndex()).as(what).isEqualTo(ours.batches().writerIndex());
        assertThat(span.count()).as(what).isEqualTo(kafka.read(bytes).size());
        BatchView view = new BatchView().wrap(ours.batches(), span.index());
        assertThat(view.isCrcValid()).as(what).isTrue();
        assertThat(span).as(what).isEqualTo(BatchSpan.of(view));
    }

    private static ValidationRules rules(Rules rules) {
        return new ValidationRules(
                "topic-0",
                rules.isFromClient() ? (short) 2 : ValidationRules.NOT_FROM_A_CLIENT,
                rules.isCompacted(),
                rules.isAppendTime() ? TimestampType.LOG_APPEND_TIME : TimestampType.CREATE_TIME,
                rules.beforeMaxMs(),
                rules.afterMaxMs(),
                Compression.named(rules.targetCodec()),
                Compression.DEFAULT_LEVEL,
                Integer.MAX_VALUE,
                Integer.MAX_VALUE,
                1 << 20);
    }

    private static Header header(Random random, boolean isFromClient) {
        int magic = random.nextInt(6) < 4 ? 2 : random.nextInt(2);
        Header header = Header.plain(magic, CODECS.get(random.nextInt(magic == 2 ? 5 : 4)), 0);
        if (magic > 0 && random.nextInt(8) == 0) {
            header = header.appendedAt(random.nextInt(4) == 0 ? -1 : NOW - 5);
        }
        if (magic == 2 && random.nextInt(3) == 0) {
            header = header.by(
                    random.nextInt(1000), 3, isFromClient && random.nextInt(10) == 0 ? -1 : 7, random.nextBoolean());
        }
        return header;
    }

    private byte[] input(Random random, Header header, boolean isFromClient) {
        liesAboutContent = false;
        hasGaps = isFromClient && random.nextInt(12) == 0 && header.codec().equals("uncompressed");
        List<PlainRecord> records = new ArrayList<>();
        for (PlainRecord record : PlainRecord.random(random, 1 + random.nextInt(8), 0, hasGaps)) {
            boolean isPlain = record.key() == null && random.nextInt(4) != 0;
            PlainRecord keyed = isPlain ? record.withKey("00") : record;
            records.add(header.magic() < 2 ? keyed.withoutHeaders() : keyed);
        }
        byte[] bytes = Batches.build(header, records);
        if (random.nextInt(20) == 0) {
            ByteArrayOutputStream twice = new ByteArrayOutputStream();
            twice.writeBytes(bytes);
            twice.writeBytes(bytes);
            return twice.toByteArray();
        }
        return isFromClient && random.nextInt(4) == 0 && header.magic() == 2 ? withWrongHeader(random, bytes) : bytes;
    }

    private byte[] withWrongHeader(Random random, byte[] bytes) {
        ByteBuffer batch = ByteBuffer.wrap(bytes);
        int lie = random.nextInt(7);
        liesAboutContent = lie <= 2 || lie == 5;
        switch (lie) {
            case 0 -> batch.putInt(LAST_OFFSET_DELTA, random.nextInt(5) - 2);
            case 1 -> batch.putInt(COUNT, random.nextInt(5) - 2);
            case 2 -> {
                int count = 1 + random.nextInt(4);
                batch.putInt(COUNT, count).putInt(LAST_OFFSET_DELTA, count - 1);
            }
            case 3 -> batch.put(ATTRIBUTES, (byte) (batch.get(ATTRIBUTES) | 0x20));
            case 4 -> batch.putLong(PRODUCER_ID, random.nextInt(3));
            case 5 -> batch.putLong(MAX_TIMESTAMP, -1);
            default -> batch.put(ATTRIBUTES, (byte) (batch.get(ATTRIBUTES) | 0x08));
        }
        return Batches.withRightChecksums(bytes);
    }
}
