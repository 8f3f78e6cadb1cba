package dev.paddock.log.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class PlacementTest {
    @Test
    void shouldTakeTheFirstWithTheFewest() {
        assertThat(Placement.fewest(List.of(0))).isZero();
        assertThat(Placement.fewest(List.of(3, 2, 2))).isEqualTo(1);
        assertThat(Placement.fewest(List.of(1, 2, 0))).isEqualTo(2);
    }
}
