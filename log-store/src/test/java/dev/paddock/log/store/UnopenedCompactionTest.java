package dev.paddock.log.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paddock.log.LogSettings;
import org.junit.jupiter.api.Test;

class UnopenedCompactionTest {
    private static final long NOW_MS = 1_000_000;
    private static final LogSettings SETTINGS = LogSettings.DEFAULTS
            .change()
            .compact(true)
            .minCleanableDirtyRatio(0.5)
            .build();

    @Test
    void shouldBeDueWhenMoreThanTheRatioIsDirty() {
        assertThat(new UnopenedCompaction(100, 101, 1).mayBeDue(SETTINGS, NOW_MS))
                .isTrue();
        assertThat(new UnopenedCompaction(100, 100, 1).mayBeDue(SETTINGS, NOW_MS))
                .isFalse();
    }

    @Test
    void shouldBeDueWhenTheOldestIsOlderThanTheLongestLag() {
        LogSettings settings = SETTINGS.change().maxCompactionLagMs(1000).build();

        assertThat(new UnopenedCompaction(100, 1, NOW_MS - 1001).mayBeDue(settings, NOW_MS))
                .isTrue();
        assertThat(new UnopenedCompaction(100, 1, NOW_MS - 1000).mayBeDue(settings, NOW_MS))
                .isFalse();
        assertThat(new UnopenedCompaction(100, 0, 1).mayBeDue(settings, NOW_MS)).isFalse();
    }

    @Test
    void shouldNotBeDueWhileAllOfItIsTooYoung() {
        LogSettings settings = SETTINGS.change().minCompactionLagMs(1000).build();

        assertThat(new UnopenedCompaction(0, 100, NOW_MS - 999).mayBeDue(settings, NOW_MS))
                .isFalse();
        assertThat(new UnopenedCompaction(0, 100, NOW_MS - 1000).mayBeDue(settings, NOW_MS))
                .isTrue();
    }
}
