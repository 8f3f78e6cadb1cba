package dev.paddock.protocol.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.paddock.protocol.peer.Seeds;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.xerial.snappy.Snappy;

class CompressionTest {
    private static final byte V2 = 2;

    private static byte[] compressible(Random random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (bytes[i] & (random.nextInt(100) == 0 ? 0x0f : 0x01));
        }
        return bytes;
    }

    private static byte[] compress(Compression codec, byte[] content, int level) {
        ByteBuf in = Batches.direct(content);
        byte[] compressed = Batches.take(codec.compress(in, V2, level, Batches.ALLOC));
        assertThat(in.readableBytes()).as("left as it was").isEqualTo(content.length);
        in.release();
        return compressed;
    }

    private static byte[] decompress(Compression codec, ByteBuf in, int bytesMax) {
        try {
            return Batches.take(codec.decompress(in, V2, bytesMax, Batches.ALLOC));
        } finally {
            in.release();
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldGiveBackWhatWasCompressed(Compression codec) {
        Random random = new Random(Seeds.of("compression", codec));
        for (int length : new int[] {0, 1, 100, 32 * 1024, 64 * 1024, 64 * 1024 + 1, 1_000_000}) {
            byte[] content = compressible(random, length);
            byte[] noise = new byte[length];
            random.nextBytes(noise);
            for (byte[] bytes : new byte[][] {content, noise}) {
                byte[] compressed = compress(codec, bytes, Compression.DEFAULT_LEVEL);

                assertThat(decompress(codec, Batches.direct(compressed), length))
                        .as("direct")
                        .isEqualTo(bytes);
                assertThat(decompress(codec, Unpooled.wrappedBuffer(compressed), Integer.MAX_VALUE))
                        .as("heap")
                        .isEqualTo(bytes);
                ByteBuf parts = Unpooled.wrappedBuffer(
                        Batches.direct(Arrays.copyOf(compressed, Math.min(1, compressed.length))),
                        Batches.direct(
                                Arrays.copyOfRange(compressed, Math.min(1, compressed.length), compressed.length)));
                assertThat(decompress(codec, parts, length)).as("in two parts").isEqualTo(bytes);
            }
        }
    }

    @Test
    void shouldCompressBetterAtHigherLevels() {
        byte[] content = compressible(new Random(1), 300_000);

        assertThat(compress(Compression.GZIP, content, 9))
                .hasSizeLessThan(compress(Compression.GZIP, content, 1).length);
        assertThat(compress(Compression.LZ4, content, 17))
                .hasSizeLessThan(compress(Compression.LZ4, content, 9).length);
        assertThat(compress(Compression.ZSTD, content, 19))
                .hasSizeLessThan(compress(Compression.ZSTD, content, -5).length);
    }

    @ParameterizedTest
    @EnumSource
    void shouldRefuseABombWithoutTheMemoryThatItAsksFor(Compression codec) {
        byte[] bomb = compress(codec, new byte[32 << 20], Compression.DEFAULT_LEVEL);
        long before = Batches.ALLOC.metric().usedDirectMemory();
        ByteBuf in = Unpooled.wrappedBuffer(bomb);

        assertThatThrownBy(() -> decompress(codec, in, 1 << 20))
                .isInstanceOf(InvalidRecordsException.class)
                .hasMessageContaining("more than 1048576 bytes");

        long after = Batches.ALLOC.metric().usedDirectMemory();
        assertThat(after - before).as("direct memory taken").isLessThanOrEqualTo((bomb.length + 8L) + (16 << 20));
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void shouldRefuseWhatIsDamagedOrCutOff(Compression codec) {
        Random random = new Random(Seeds.of("damage", codec));
        byte[] content = compressible(random, 5000);
        byte[] whole = compress(codec, content, Compression.DEFAULT_LEVEL);
        int refused = 0;
        for (int length = 0; length < whole.length; length += 7) {
            // Snappy has no end mark: cut between two blocks it is whole.
            ByteBuf cut = Unpooled.wrappedBuffer(Arrays.copyOf(whole, length));
            refused += isRefused(codec, cut) ? 1 : 0;
        }
        assertThat(refused).isGreaterThan(whole.length / 7 - 2);
        for (int round = 0; round < 500; round++) {
            byte[] damaged = whole.clone();
            damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
            isRefused(codec, Batches.direct(damaged));
        }
    }

    /** Anything but our one exception fails the test. */
    private static boolean isRefused(Compression codec, ByteBuf in) {
        try {
            decompress(codec, in, 1 << 20);
            return false;
        } catch (InvalidRecordsException e) {
            return true;
        }
    }

    @Test
    void shouldReadSnappyWithoutAFrame() throws IOException {
        byte[] content = compressible(new Random(2), 100_000);

        byte[] read = decompress(Compression.SNAPPY, Batches.direct(Snappy.compress(content)), content.length);

        assertThat(read).isEqualTo(content);
    }

    @Test
    void shouldReadStreamsOfSnappyAndMembersOfGzipOneAfterTheOther() throws IOException {
        byte[] content = compressible(new Random(2), 1000);
        byte[] snappy = compress(Compression.SNAPPY, content, Compression.DEFAULT_LEVEL);
        ByteArrayOutputStream gzip = new ByteArrayOutputStream();
        for (int i = 0; i < 2; i++) {
            try (GZIPOutputStream member = new GZIPOutputStream(gzip)) {
                member.write(content);
            }
        }

        byte[] fromSnappy = decompress(Compression.SNAPPY, Unpooled.wrappedBuffer(snappy, snappy), 2000);
        byte[] fromGzip = decompress(Compression.GZIP, Unpooled.wrappedBuffer(gzip.toByteArray()), 2000);

        assertThat(fromSnappy).hasSize(2000).startsWith(content).endsWith(content);
        assertThat(fromGzip).hasSize(2000).startsWith(content).endsWith(content);
    }

    @Test
    void shouldNotLookAtTheHeaderChecksumOfLz4InFormat0Only() {
        byte[] content = compressible(new Random(2), 1000);
        ByteBuf in = Batches.direct(content);
        byte[] old = Batches.take(Compression.LZ4.compress(in, (byte) 0, Compression.DEFAULT_LEVEL, Batches.ALLOC));
        byte[] right = Batches.take(Compression.LZ4.compress(in, (byte) 1, Compression.DEFAULT_LEVEL, Batches.ALLOC));
        in.release();

        assertThat(old[6]).as("header checksum").isNotEqualTo(right[6]);
        for (byte[] compressed : new byte[][] {old, right}) {
            ByteBuf frame = Unpooled.wrappedBuffer(compressed);
            assertThat(Batches.take(Compression.LZ4.decompress(frame, (byte) 0, 1000, Batches.ALLOC)))
                    .isEqualTo(content);
        }
        assertThatThrownBy(() -> Compression.LZ4.decompress(Unpooled.wrappedBuffer(old), (byte) 1, 1000, Batches.ALLOC))
                .isInstanceOf(InvalidRecordsException.class)
                .hasMessageContaining("checksum of its header");
    }

    @Test
    void shouldNameTheCodecsAsTheSettingDoes() {
        assertThat(Compression.named("uncompressed")).isSameAs(Compression.NONE);
        assertThat(Compression.named("zstd")).isSameAs(Compression.ZSTD);
        assertThat(Compression.named("producer")).isNull();
        assertThat(Compression.of(3)).isSameAs(Compression.LZ4);
        assertThat(Compression.of(5)).isNull();
        assertThat(Compression.of(-1)).isNull();
    }
}
