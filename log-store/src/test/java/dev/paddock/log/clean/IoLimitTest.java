package dev.paddock.log.clean;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class IoLimitTest {

    private static final long SECOND = 1_000_000_000;

    @Test
    void shouldMakeThoseWhoTransferMoreWaitForTheirShare() {
        // given
        IoLimit limit = new IoLimit(1000);

        // then
        assertThat(limit.book(500, -3 * SECOND)).isEqualTo(SECOND / 2);
        assertThat(limit.book(1000, -3 * SECOND)).as("another thread").isEqualTo(3 * SECOND / 2);
        assertThat(limit.book(100, -2 * SECOND)).isEqualTo(6 * SECOND / 10);
    }

    @Test
    void shouldNotSaveUpWhatWasNotUsed() {
        // given
        IoLimit limit = new IoLimit(1000);
        limit.book(1000, 0);

        // then
        assertThat(limit.book(1000, 100 * SECOND)).isEqualTo(SECOND);
    }

    @Test
    void shouldNotLimitByDefault() {
        assertThat(new IoLimit(Double.MAX_VALUE).book(1 << 30, 0)).isZero();
    }

    @Test
    void shouldRefuseALimitThatNothingPasses() {
        assertThatThrownBy(() -> new IoLimit(0)).hasMessageContaining("log.cleaner.io.max.bytes.per.second is 0.0");
    }
}
