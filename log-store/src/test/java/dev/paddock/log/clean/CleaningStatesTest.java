package dev.paddock.log.clean;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.paddock.log.TopicPartition;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class CleaningStatesTest {

    private static final TopicPartition PARTITION = new TopicPartition("topic", 0);

    private final CleaningStates states = new CleaningStates();

    @Test
    void shouldLetOneCleanerAtATimeHaveAPartition() {
        // given
        CleaningTask task = states.begin(PARTITION).orElseThrow();

        // then
        assertThat(states.begin(PARTITION)).isEmpty();
        states.end(task);
        assertThat(states.begin(PARTITION)).isPresent();
    }

    @Test
    void shouldCancelWhatGoesOnWhenPausedAndTellWhenItEnded() {
        // given
        CleaningTask task = states.begin(PARTITION).orElseThrow();

        // when
        CompletableFuture<Void> paused = states.pause(PARTITION);

        // then
        assertThatThrownBy(task::check).isInstanceOf(CleaningCancelledException.class);
        assertThat(paused).isNotDone();
        states.end(task);
        assertThat(paused).isDone();
        assertThat(states.mayBegin(PARTITION)).isFalse();
    }

    @Test
    void shouldResumeOnlyWhenResumedAsOftenAsPaused() {
        // given
        assertThat(states.pause(PARTITION)).isDone();
        assertThat(states.pause(PARTITION)).isDone();

        // then
        states.resume(PARTITION);
        assertThat(states.mayBegin(PARTITION)).isFalse();
        states.resume(PARTITION);
        assertThat(states.mayBegin(PARTITION)).isTrue();
        assertThatThrownBy(() -> states.resume(PARTITION)).hasMessageContaining("topic-0 is resumed");
    }

    @Test
    void shouldNotTryAgainWhatWasSetAside() {
        // when
        states.setAside(PARTITION, "broken");

        // then
        assertThat(states.begin(PARTITION)).isEmpty();
        assertThat(states.setAside()).containsEntry(PARTITION, "broken");
        states.forget(PARTITION);
        assertThat(states.begin(PARTITION)).isPresent();
    }

    @Test
    void shouldBeginNothingOnceStopped() {
        // given
        CleaningTask task = states.begin(PARTITION).orElseThrow();

        // when
        states.stop();

        // then
        assertThat(task.isCancelled()).isTrue();
        assertThat(states.begin(new TopicPartition("other", 1))).isEmpty();
    }

    @Test
    void shouldEndAWaitWhenCancelled() {
        // given
        CleaningTask task = states.begin(PARTITION).orElseThrow();

        // when
        states.stop();

        // then
        assertThatThrownBy(() -> task.pause(TimeUnit.DAYS.toNanos(1))).isInstanceOf(CleaningCancelledException.class);
        assertThatThrownBy(() -> task.await(new CompletableFuture<>())).isInstanceOf(CleaningCancelledException.class);
    }

    @Test
    void shouldHandOnWhatAnotherThreadFoundOut() throws Exception {
        // given
        CleaningTask task = states.begin(PARTITION).orElseThrow();

        // then
        assertThat(task.await(CompletableFuture.completedFuture(5))).isEqualTo(5);
        assertThatThrownBy(() -> task.await(CompletableFuture.failedFuture(new IOException("disk"))))
                .isInstanceOf(IOException.class)
                .hasMessage("disk");
        task.pause(1);
        task.pause(0);
    }
}
