package dev.paddock.broker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paddock.coordinator.zk.ClusterView;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class ViewWaitsTest {
    private final ViewWaits waits = new ViewWaits();

    @Test
    void shouldNotWaitForWhatIsThere() {
        assertThat(waits.until(view -> view.controllerId() == 1, () -> view(1))).isDone();
    }

    @Test
    void shouldWaitForTheViewThatShowsIt() {
        CompletableFuture<Void> shown = waits.until(view -> view.controllerId() == 1, () -> view(-1));

        waits.changed(view(2));
        assertThat(shown).isNotDone();
        waits.changed(view(1));
        assertThat(shown).isDone();
    }

    private static ClusterView view(int controllerId) {
        return new ClusterView("the-id", new TreeMap<>(), controllerId);
    }
}
