package dev.paddock.log.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.paddock.log.io.DamagedFileException;
import dev.paddock.log.peer.Seeds;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

class ProducerSnapshotCodecTest {
    private static final List<ProducerEntry> ENTRIES = List.of(
            new ProducerEntry(3, (short) 1, 4, 5, 6, 7, 8, 9),
            new ProducerEntry(1L << 50, Short.MAX_VALUE, -1, -1, 0, -1, -1, -1));
    private static final byte[] GOOD = ProducerSnapshotCodec.encode(ENTRIES);

    @Test
    void shouldReadWhatItWrote() throws Exception {
        assertThat(GOOD).hasSize(10 + 2 * 46);
        assertThat(decode(GOOD)).isEqualTo(ENTRIES);
        assertThat(decode(ProducerSnapshotCodec.encode(List.of()))).isEmpty();
    }

    @Test
    void shouldRefuseEveryFlippedByteAndEveryCut() {
        for (int i = 0; i < GOOD.length; i++) {
            byte[] flipped = GOOD.clone();
            flipped[i] ^= 1;
            assertRefused(flipped);
            assertRefused(Arrays.copyOf(GOOD, i));
        }
        assertRefused(Arrays.copyOf(GOOD, GOOD.length + 1));
    }

    @Test
    void shouldRefuseAnImpossibleCountBeforeItAllocates() {
        for (int count : new int[] {-1, 1, 3, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
            assertRefused(
                    withChecksum(ByteBuffer.wrap(GOOD.clone()).putInt(6, count).array()));
        }
    }

    @Test
    void shouldRefuseImpossibleProducers() {
        assertRefused(withChecksum(ByteBuffer.wrap(GOOD.clone()).putLong(10, -1).array()));
        assertRefused(withChecksum(
                ByteBuffer.wrap(GOOD.clone()).putInt(10 + 8 + 2 + 4 + 8, -1).array()));
    }

    @Test
    void shouldReadOrRefuseWhateverHasAGoodChecksum() {
        Seeds.each(5_000, random -> {
            byte[] bad = GOOD.clone();
            bad[random.nextInt(bad.length)] = (byte) random.nextInt();
            try {
                assertThat(ProducerSnapshotCodec.decode(withChecksum(bad), "file"))
                        .hasSize(2);
            } catch (DamagedFileException e) {
                assertThat(e).hasMessageContaining("file");
            }
        });
    }

    private static byte[] withChecksum(byte[] content) {
        CRC32C crc = new CRC32C();
        crc.update(content, 6, content.length - 6);
        return ByteBuffer.wrap(content).putInt(2, (int) crc.getValue()).array();
    }

    private static void assertRefused(byte[] content) {
        assertThatThrownBy(() -> decode(content))
                .isInstanceOf(DamagedFileException.class)
                .hasMessageContaining("t-0/00000000000000000005.snapshot");
    }

    private static List<ProducerEntry> decode(byte[] content) throws DamagedFileException {
        return ProducerSnapshotCodec.decode(content, "t-0/00000000000000000005.snapshot");
    }
}
