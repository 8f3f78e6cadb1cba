package dev.paddock.log.epoch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class LeaderEpochsTest {
    private final LeaderEpochs epochs =
            LeaderEpochs.of(List.of(new EpochStart(2, 10), new EpochStart(4, 20), new EpochStart(5, 30)));

    @Test
    void shouldNoteAnEpochOnce() {
        assertThat(epochs.assign(5, 31)).isFalse();
        assertThat(epochs.assign(5, 30)).isFalse();
        assertThat(epochs.assign(7, 40)).isTrue();

        assertThat(epochs.latest()).isEqualTo(7);
        assertThat(epochs.starts()).hasSize(4).last().isEqualTo(new EpochStart(7, 40));
    }

    @Test
    void shouldForgetWhatANewEntryContradicts() {
        assertThat(epochs.assign(4, 25)).isTrue();

        assertThat(epochs.starts()).containsExactly(new EpochStart(2, 10), new EpochStart(4, 25));

        assertThat(epochs.assign(9, 10)).isTrue();

        assertThat(epochs.starts()).containsExactly(new EpochStart(9, 10));
    }

    @Test
    void shouldRefuseNegatives() {
        assertThatThrownBy(() -> epochs.assign(-1, 5)).hasMessageContaining("epoch -1 from offset 5");
        assertThatThrownBy(() -> epochs.assign(9, -5)).hasMessageContaining("epoch 9 from offset -5");
        assertThat(epochs.starts()).hasSize(3);
    }

    @Test
    void shouldSayWhereAnEpochEnds() {
        assertThat(epochs.endOffsetFor(5, 99)).isEqualTo(new EpochEnd(5, 99));
        assertThat(epochs.endOffsetFor(4, 99)).isEqualTo(new EpochEnd(4, 30));
        assertThat(epochs.endOffsetFor(3, 99)).isEqualTo(new EpochEnd(2, 20));
        assertThat(epochs.endOffsetFor(1, 99)).isEqualTo(new EpochEnd(1, 10));
        assertThat(epochs.endOffsetFor(6, 99).isKnown()).isFalse();
        assertThat(epochs.endOffsetFor(LeaderEpochs.NONE, 99)).isEqualTo(EpochEnd.UNKNOWN);
        assertThat(new LeaderEpochs().endOffsetFor(0, 99)).isEqualTo(EpochEnd.UNKNOWN);
    }

    @Test
    void shouldFindTheEpochOfAnOffset() {
        assertThat(epochs.epochFor(9)).isEqualTo(LeaderEpochs.NONE);
        assertThat(epochs.epochFor(10)).isEqualTo(2);
        assertThat(epochs.epochFor(29)).isEqualTo(4);
        assertThat(epochs.epochFor(1000)).isEqualTo(5);
    }

    @Test
    void shouldFindNeighbours() {
        assertThat(epochs.previous(5)).isEqualTo(4);
        assertThat(epochs.previous(3)).isEqualTo(2);
        assertThat(epochs.previous(2)).isEqualTo(LeaderEpochs.NONE);
        assertThat(epochs.next(2)).isEqualTo(4);
        assertThat(epochs.next(0)).isEqualTo(2);
        assertThat(epochs.next(5)).isEqualTo(LeaderEpochs.NONE);
    }

    @Test
    void shouldForgetTheEndThatIsTruncated() {
        assertThat(epochs.truncateFromEnd(31)).isFalse();
        assertThat(epochs.truncateFromEnd(-1)).isFalse();
        assertThat(epochs.truncateFromEnd(20)).isTrue();

        assertThat(epochs.starts()).containsExactly(new EpochStart(2, 10));
    }

    @Test
    void shouldKeepTheEpochInWhichTheLogBegins() {
        assertThat(epochs.truncateFromStart(9)).isFalse();
        assertThat(epochs.truncateFromStart(10)).isFalse();
        assertThat(epochs.truncateFromStart(25)).isTrue();

        assertThat(epochs.starts()).containsExactly(new EpochStart(4, 25), new EpochStart(5, 30));
        assertThat(epochs.clear()).isTrue();
        assertThat(epochs.clear()).isFalse();
        assertThat(epochs.isEmpty()).isTrue();
        assertThat(epochs.latest()).isEqualTo(LeaderEpochs.NONE);
    }
}
