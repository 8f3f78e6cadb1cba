package dev.paddock.log.producer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paddock.log.peer.Seeds;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ProducerTableTest {
    @Test
    void shouldHoldWhatAMapWouldHold() {
        Seeds.each(20, ProducerTableTest::compare);
    }

    private static void compare(Random random) {
        ProducerTable table = new ProducerTable();
        Map<Long, ProducerState> map = new HashMap<>();
        for (int step = 0; step < 2_000; step++) {
            long id = random.nextInt(500) * (random.nextBoolean() ? 1L : 1L << 40);
            switch (random.nextInt(100)) {
                case 0 -> {
                    table.clear();
                    map.clear();
                }
                case 1, 2 -> {
                    int keep = random.nextInt(4);
                    table.removeIf(state -> state.producerId() % 4 != keep);
                    map.keySet().removeIf(key -> key % 4 != keep);
                }
                default -> {
                    ProducerState state = new ProducerState(id);
                    table.put(state);
                    map.put(id, state);
                }
            }
            long asked = random.nextInt(500);
            assertThat(table.size()).isEqualTo(map.size());
            assertThat(table.get(asked)).isSameAs(map.get(asked));
        }
        Set<ProducerState> found = new HashSet<>();
        table.forEach(found::add);
        assertThat(found).isEqualTo(new HashSet<>(map.values()));
    }
}
