package dev.paddock.protocol.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.paddock.protocol.ErrorCode;
import dev.paddock.protocol.peer.KafkaRecords;
import dev.paddock.protocol.peer.KafkaRecords.Header;
import dev.paddock.protocol.peer.PlainRecord;
import dev.paddock.protocol.peer.Seeds;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Old clients read the same records from us as from Kafka. */
class DownConversionTest {
    private static final int ROUNDS = 40;
    private static final List<String> CODECS = List.of("uncompressed", "gzip", "snappy", "lz4");

    private final KafkaRecords kafka = new KafkaRecords();

    @ParameterizedTest
    @ValueSource(bytes = {0, 1})
    void shouldConvertAsKafkaDoesInPiecesOfAnySize(byte toMagic) {
        for (int round = 0; round < ROUNDS; round++) {
            long seed = Seeds.of("down", toMagic, round);
            Random random = new Random(seed);
            byte[] log = log(random);
            long fromOffset = 100L + random.nextInt(50);
            byte[] theirs = kafka.downConvert(log, toMagic, fromOffset);

            byte[] ours = convert(log, toMagic, fromOffset, 1 + random.nextInt(5000));

            assertThat(kafka.read(ours)).as("seed " + seed).isEqualTo(kafka.read(theirs));
            assertThat(kafka.describe(ours)).as("seed " + seed).isEqualTo(kafka.describe(theirs));
        }
    }

    private byte[] log(Random random) {
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        long offset = 100;
        for (int i = 1 + random.nextInt(6); i > 0; i--) {
            if (random.nextInt(5) == 0) {
                Header marker = Header.plain(2, "uncompressed", offset).by(5, 1, -1, true);
                log.writeBytes(kafka.buildEndTxnMarker(marker, 1, true, 3));
                offset++;
                continue;
            }
            Header header = Header.plain(random.nextInt(3), CODECS.get(random.nextInt(CODECS.size())), offset);
            if (header.magic() > 0 && random.nextInt(3) == 0) {
                header = header.appendedAt(1_600_000_000_000L);
            }
            List<PlainRecord> records =
                    PlainRecord.random(random, 1 + random.nextInt(20), offset, random.nextBoolean());
            if (header.magic() < 2) {
                records = records.stream().map(PlainRecord::withoutHeaders).toList();
            }
            log.writeBytes(kafka.build(header, records));
            offset = records.get(records.size() - 1).offset() + 1;
        }
        return log.toByteArray();
    }

    private static byte[] convert(byte[] log, byte toMagic, long fromOffset, int bytesMax) {
        DownConversion conversion = new DownConversion(toMagic, fromOffset, Batches.ALLOC);
        ByteArrayOutputStream converted = new ByteArrayOutputStream();
        ByteBuf in = Batches.direct(log);
        while (in.isReadable()) {
            int before = in.readerIndex();
            converted.writeBytes(Batches.take(conversion.convert(in, bytesMax)));
            assertThat(in.readerIndex()).as("progress").isGreaterThan(before);
        }
        in.release();
        return converted.toByteArray();
    }

    @Test
    void shouldLeaveABatchThatIsCutOffUnread() {
        byte[] whole = kafka.build(Header.plain(2, "gzip", 5), PlainRecord.random(new Random(3), 5, 5, false));
        ByteBuf in = Unpooled.wrappedBuffer(whole, 0, whole.length - 1);

        ByteBuf out = new DownConversion((byte) 1, 5, Batches.ALLOC).convert(in, 1000);

        assertThat(out.isReadable()).isFalse();
        assertThat(in.readableBytes()).isEqualTo(whole.length - 1);
        out.release();
    }

    @Test
    void shouldSayThatZstdCannotBeConverted() {
        byte[] log = kafka.build(Header.plain(2, "zstd", 5), PlainRecord.random(new Random(3), 5, 5, false));
        DownConversion conversion = new DownConversion((byte) 1, 5, Batches.ALLOC);

        assertThatThrownBy(() -> conversion.convert(Unpooled.wrappedBuffer(log), 1000))
                .isInstanceOfSatisfying(
                        InvalidRecordsException.class,
                        e -> assertThat(e.error()).isEqualTo(ErrorCode.UNSUPPORTED_COMPRESSION_TYPE));
    }
}
