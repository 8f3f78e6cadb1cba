package dev.paddock.log.clean;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class OffsetMapTest {

    private static final KeyHash HASH = new KeyHash(3, 4);

    private static OffsetMap map(long records, long bytesMax, double loadFactor) {
        return OffsetMap.forRecords(records, bytesMax, loadFactor, HASH, UnpooledByteBufAllocator.DEFAULT);
    }

    private static ByteBuf key(int key) {
        return Unpooled.buffer(4).writeInt(key);
    }

    @Test
    void shouldKnowTheLastOffsetOfEachKey() {
        // given
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Map<Integer, Long> expected = new HashMap<>();
        try (OffsetMap map = map(1000, 24 * 1000, 0.9)) {
            for (long offset = 0; offset < 5000; offset++) {
                int key = random.nextInt(800);

                // when
                assertThat(map.put(key(key), offset)).isTrue();
                expected.put(key, offset);
            }

            // then
            for (int key = 0; key < 2000; key++) {
                assertThat(map.get(key(key))).as("seed %d", seed).isEqualTo(expected.getOrDefault(key, -1L));
            }
            assertThat(map.size()).isEqualTo(expected.size());
        }
    }

    @Test
    void shouldTakeNoMoreKeysThanTheLoadFactorAllowsButFollowThoseThatItHas() {
        try (OffsetMap map = map(1000, 24 * 100, 0.5)) {
            // given
            for (int key = 0; key < 50; key++) {
                assertThat(map.put(key(key), key)).isTrue();
            }

            // when
            boolean wasPut = map.put(key(50), 50);

            // then
            assertThat(wasPut).isFalse();
            assertThat(map.get(key(50))).isEqualTo(-1);
            assertThat(map.put(key(49), 51)).isTrue();
            assertThat(map.get(key(49))).isEqualTo(51);
            assertThat(map.utilization()).isEqualTo(0.5);
        }
    }

    @Test
    void shouldEndEachSearchWhenItIsFull() {
        try (OffsetMap map = map(1000, 24 * 8, 1.0)) {
            // given
            int key = 0;
            while (map.put(key(key), key)) {
                key++;
            }

            // then
            assertThat(map.size()).isEqualTo(7);
            assertThat(map.get(key(1000))).isEqualTo(-1);
        }
    }

    @Test
    void shouldTakeNoMoreMemoryThanTheRecordsNeed() {
        try (OffsetMap map = map(9, 24 << 20, 0.9)) {
            // when
            for (int key = 0; key < 9; key++) {
                assertThat(map.put(key(key), key)).isTrue();
            }

            // then
            assertThat(map.utilization()).isGreaterThan(0.7);
        }
    }

    @Test
    void shouldRefuseMemoryThatHoldsNoKey() {
        assertThatThrownBy(() -> map(1, 24, 0.9))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("24 bytes")
                .hasMessageContaining("log.cleaner.dedupe.buffer.size");
    }

    @Test
    void shouldGiveTheMemoryBack() {
        // given
        UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(true);
        OffsetMap map = OffsetMap.forRecords(1000, 1 << 20, 0.9, HASH, allocator);
        assertThat(allocator.metric().usedDirectMemory()).isPositive();

        // when
        map.close();

        // then
        assertThat(allocator.metric().usedDirectMemory()).isZero();
    }
}
