package dev.paddock.log.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paddock.log.LogSettings;
import org.junit.jupiter.api.Test;

class RollRuleTest {
    private static final LogSettings HOUR =
            LogSettings.DEFAULTS.change().segmentMs(3_600_000).build();

    @Test
    void shouldBeFullWhenTheNextBatchesDoNotFit() {
        assertThat(RollRule.isFull(1000, 900, 100)).isFalse();
        assertThat(RollRule.isFull(1000, 900, 101)).isTrue();
    }

    @Test
    void shouldCountTheTimeOfRecordsAndNotTheClocks() {
        var age = new RollRule.Age(1_000, 0, 0);
        long aYearLater = 31_000_000_000L;
        assertThat(RollRule.isOld(HOUR, age, 1_000 + 3_600_000, aYearLater)).isFalse();
        assertThat(RollRule.isOld(HOUR, age, 1_000 + 3_600_001, 0)).isTrue();
    }

    @Test
    void shouldCountTheClockWhereRecordsHaveNoTime() {
        var age = new RollRule.Age(-1, 5_000, 0);
        assertThat(RollRule.isOld(HOUR, age, -1, 5_000 + 3_600_000)).isFalse();
        assertThat(RollRule.isOld(HOUR, age, -1, 5_000 + 3_600_001)).isTrue();
    }

    @Test
    void shouldRollEarlierByTheJitter() {
        var age = new RollRule.Age(0, 0, 600_000);
        assertThat(RollRule.isOld(HOUR, age, 3_000_000, 0)).isFalse();
        assertThat(RollRule.isOld(HOUR, age, 3_000_001, 0)).isTrue();
    }
}
