package dev.paddock.protocol.record;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paddock.protocol.peer.KafkaRecords.Header;
import dev.paddock.protocol.peer.PlainRecord;
import dev.paddock.protocol.peer.Seeds;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Random and mutated batches are read, or are one exception: no other one, no memory kept, none taken without bound. */
class HostileRecordsTest {
    private static final int ROUNDS = 2500;
    private static final int CONTENT_BYTES_MAX = 1 << 20;
    private static final long NOW = 1_700_000_050_000L;

    private final UnpooledByteBufAllocator alloc = new UnpooledByteBufAllocator(true);
    private final RecordsValidator validator = new RecordsValidator(alloc);
    private final DownConversion conversion = new DownConversion((byte) 0, 0, alloc);
    private int read;
    private int refused;
    private long largestUse;

    @Test
    void shouldReadOrRefuseWhateverComesAndKeepNoMemory() {
        for (int round = 0; round < ROUNDS; round++) {
            long seed = Seeds.of("hostile", round);
            Random random = new Random(seed);
            byte[] bytes = mutated(random);
            ByteBuf buffer = alloc.directBuffer(bytes.length).writeBytes(bytes);
            try {
                attack(random, buffer);
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("seed " + seed, e);
            }
            buffer.release();
            assertThat(alloc.metric().usedDirectMemory())
                    .as("memory kept, seed %d", seed)
                    .isZero();
        }
        assertThat(read).as("read").isGreaterThan(ROUNDS / 10);
        assertThat(refused).as("refused").isGreaterThan(ROUNDS / 10);
        assertThat(largestUse).as("largest use of memory").isLessThan(16L * CONTENT_BYTES_MAX);
    }

    private static byte[] mutated(Random random) {
        int magic = random.nextInt(3);
        Compression codec = Compression.of(random.nextInt(magic == 2 ? 5 : 4));
        List<PlainRecord> records = PlainRecord.random(random, 1 + random.nextInt(6), 0, false);
        byte[] bytes = Batches.build(Header.plain(magic, codec.configName(), 0), records);
        int sizeField = bytes.length;
        for (int i = random.nextInt(4); i > 0; i--) {
            int at = random.nextInt(sizeField);
            // The length is left alone most times, else few batches would be whole.
            if (at < 8 || at > 11 || random.nextInt(10) == 0) {
                bytes[at] =
                        random.nextBoolean() ? (byte) random.nextInt() : (byte) (bytes[at] ^ 1 << random.nextInt(8));
            }
        }
        return random.nextInt(10) == 0 ? bytes : withRightChecksums(bytes);
    }

    private static byte[] withRightChecksums(byte[] bytes) {
        return bytes[16] >= 0 && bytes[16] <= 2 ? Batches.withRightChecksums(bytes) : bytes;
    }

    private void attack(Random random, ByteBuf buffer) {
        validate(random, buffer.duplicate());
        if (!BatchView.isWhole(buffer, 0, buffer.writerIndex())) {
            return;
        }
        count(() -> {
            BatchView batch = new BatchView().wrap(buffer, 0);
            try (RecordCursor cursor = RecordCursor.over(batch, CONTENT_BYTES_MAX, alloc)) {
                largestUse = Math.max(largestUse, alloc.metric().usedDirectMemory());
                while (cursor.next()) {
                    Batches.plain(cursor.record());
                    EndTxnMarker.of(cursor.record());
                }
            }
        });
        count(() -> conversion.convert(buffer.duplicate(), 10).release());
    }

    private void validate(Random random, ByteBuf buffer) {
        ValidationRules rules = new ValidationRules(
                "topic-0",
                random.nextBoolean() ? (short) 2 : (short) 9,
                random.nextBoolean(),
                random.nextBoolean() ? TimestampType.CREATE_TIME : TimestampType.LOG_APPEND_TIME,
                1_000_000,
                1_000_000,
                random.nextBoolean() ? null : Compression.of(random.nextInt(5)),
                Compression.DEFAULT_LEVEL,
                1 << 20,
                1 << 20,
                CONTENT_BYTES_MAX);
        ByteBuf copy = alloc.directBuffer(buffer.readableBytes()).writeBytes(buffer);
        ValidationOutcome outcome = validator.validate(copy, rules, NOW);
        if (outcome.isAccepted() && !outcome.spans().isEmpty() && rules.isCompacted()) {
            assertThat(Batches.read(outcome.batches()))
                    .hasSize(outcome.spans().get(0).count());
        }
        outcome.release();
        copy.release();
    }

    private void count(Runnable reading) {
        try {
            reading.run();
            read++;
        } catch (InvalidRecordsException e) {
            refused++;
        }
    }

    @Test
    void shouldReadOrRefuseNoise() {
        Random random = new Random(Seeds.of("noise"));
        ByteBuf buffer = PooledByteBufAllocator.DEFAULT.directBuffer();
        for (int round = 0; round < ROUNDS; round++) {
            byte[] noise = new byte[random.nextInt(200)];
            random.nextBytes(noise);
            if (noise.length > 16) {
                noise[16] = (byte) random.nextInt(3);
                noise[8] = 0;
                noise[9] = 0;
                noise[10] = 0;
            }
            buffer.clear().writeBytes(noise);
            ByteBuf in = buffer.duplicate();
            validate(random, in);
            count(() -> conversion.convert(buffer.duplicate(), 10).release());
        }
        buffer.release();
        assertThat(alloc.metric().usedDirectMemory()).isZero();
    }
}
