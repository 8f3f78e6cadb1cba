package dev.paddock.broker;

import dev.paddock.coordinator.zk.ClusterView;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Those who wait for the cluster's view to show something. From any thread; ends with what it waits for. */
final class ViewWaits {
    private record Wait(Predicate<ClusterView> shows, CompletableFuture<Void> shown) {
        void offer(ClusterView view) {
            if (shows.test(view)) {
                shown.complete(null);
            }
        }
    }

    private final List<Wait> waits = new CopyOnWriteArrayList<>();

    /** Completes at once when the present view shows it already. Give it a timeout. */
    CompletableFuture<Void> until(Predicate<ClusterView> shows, Supplier<ClusterView> present) {
        Wait wait = new Wait(shows, new CompletableFuture<>());
        // Before the look at the present view: a change in between is told as well.
        waits.add(wait);
        wait.offer(present.get());
        var unused = wait.shown().whenComplete((done, failure) -> waits.remove(wait));
        return wait.shown();
    }

    void changed(ClusterView view) {
        waits.forEach(wait -> wait.offer(view));
    }
}
