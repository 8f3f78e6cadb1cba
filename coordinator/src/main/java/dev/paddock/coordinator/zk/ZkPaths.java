package dev.paddock.coordinator.zk;

import dev.paddock.coordinator.zk.ZkException.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Persistent paths that only have to be there. */
public final class ZkPaths {
    private ZkPaths() {}

    /** Creates the path and its parents where they are missing; all in flight at once, so one round trip. */
    public static CompletableFuture<Void> ensure(ZkStore store, String path) {
        List<CompletableFuture<?>> steps = new ArrayList<>();
        for (int slash = path.indexOf('/', 1); slash > 0; slash = path.indexOf('/', slash + 1)) {
            steps.add(createIfMissing(store, path.substring(0, slash)));
        }
        steps.add(createIfMissing(store, path));
        return CompletableFuture.allOf(steps.toArray(CompletableFuture[]::new));
    }

    private static CompletableFuture<Void> createIfMissing(ZkStore store, String path) {
        // No data at all, as Apache Kafka's own: not an empty array.
        return store.create(path, null, CreateKind.PERSISTENT).handle((created, failure) -> {
            if (failure != null && ZkException.from(failure).reason() != Reason.NODE_EXISTS) {
                throw ZkException.from(failure);
            }
            return null;
        });
    }
}
