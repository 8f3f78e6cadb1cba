package dev.paddock.log.clean;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyHashTest {

    /** The first values that SipHash's authors publish: secret 00..0f, input 00, 01, 02 and so on. */
    @ParameterizedTest
    @CsvSource({
        "0, a3817f04ba25a8e66df67214c7550293",
        "1, da87c1d86b99af44347659119b22fc45",
        "2, 8177228da4a45dc7fca38bdef60affe4",
    })
    void shouldGiveThePublishedHashes(int length, String expected) {
        // given
        ByteBuf key = Unpooled.buffer();
        for (int i = 0; i < length; i++) {
            key.writeByte(i);
        }
        KeyHash hash = new KeyHash(0x0706050403020100L, 0x0f0e0d0c0b0a0908L);

        // when
        hash.of(key);

        // then
        ByteBuf bytes = Unpooled.buffer().writeLongLE(hash.low()).writeLongLE(hash.high());
        assertThat(HexFormat.of().formatHex(bytes.array(), 0, 16)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"7", "8", "9", "15", "16", "17", "100"})
    void shouldDependOnEveryByteAndOnTheLength(int length) {
        // given
        KeyHash hash = new KeyHash(1, 2);
        ByteBuf key = Unpooled.buffer().writeZero(3).writeZero(length).readerIndex(3);
        hash.of(key);
        long before = hash.low();

        for (int i = 3; i < 3 + length; i++) {
            // when
            key.setByte(i, 1);
            hash.of(key);
            key.setByte(i, 0);

            // then
            assertThat(hash.low()).as("byte %d", i).isNotEqualTo(before);
        }
        hash.of(key.slice(3, length - 1));
        assertThat(hash.low()).isNotEqualTo(before);
    }
}
