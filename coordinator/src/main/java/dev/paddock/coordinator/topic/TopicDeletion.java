package dev.paddock.coordinator.topic;

import dev.paddock.coordinator.zk.ZkException;
import dev.paddock.coordinator.zk.ZkException.Reason;
import dev.paddock.coordinator.zk.ZkOp;
import dev.paddock.coordinator.zk.ZkStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Takes a topic out of ZooKeeper with all that lies below it, its settings, and last the mark that asked for it. A crash in
 * between leaves the mark, so that the next controller goes on.
 */
final class TopicDeletion {
    private static final int BATCH_MAX = 1_000;

    private final ZkStore store;

    TopicDeletion(ZkStore store) {
        this.store = store;
    }

    /** Completes with whether there was such a topic. */
    CompletableFuture<Boolean> delete(String topic, ZkOp guard) {
        return below(TopicZnode.path(topic)).thenCompose(paths -> {
            boolean there = !paths.isEmpty();
            return existing(TopicConfigZnode.path(topic)).thenCompose(config -> {
                List<String> all = new ArrayList<>(paths);
                all.addAll(config);
                all.add(DeleteTopicZnode.path(topic));
                return deleteAll(all, guard).thenApply(done -> there);
            });
        });
    }

    /** Takes only the mark away. */
    CompletableFuture<Boolean> unmark(String topic, ZkOp guard) {
        return deleteAll(List.of(DeleteTopicZnode.path(topic)), guard).thenApply(done -> false);
    }

    /** In order, each batch at once; the batches go out one behind the other without waiting. */
    private CompletableFuture<Void> deleteAll(List<String> paths, ZkOp guard) {
        List<CompletableFuture<?>> batches = new ArrayList<>();
        for (int from = 0; from < paths.size(); from += BATCH_MAX) {
            List<ZkOp> ops = new ArrayList<>();
            ops.add(guard);
            for (String path : paths.subList(from, Math.min(paths.size(), from + BATCH_MAX))) {
                ops.add(new ZkOp.Delete(path, ZkStore.ANY_VERSION));
            }
            batches.add(store.transaction(ops));
        }
        return CompletableFuture.allOf(batches.toArray(CompletableFuture[]::new));
    }

    /** The path and all below it, children before their parents; empty when it is not there. */
    private CompletableFuture<List<String>> below(String path) {
        return store.children(path)
                .thenCompose(names -> {
                    List<CompletableFuture<List<String>>> inner =
                            names.stream().map(name -> below(path + "/" + name)).toList();
                    return CompletableFuture.allOf(inner.toArray(CompletableFuture[]::new))
                            .thenApply(done -> {
                                List<String> paths = new ArrayList<>();
                                inner.forEach(part -> paths.addAll(part.join()));
                                paths.add(path);
                                return paths;
                            });
                })
                .exceptionallyCompose(failure -> ZkException.from(failure).reason() == Reason.NO_NODE
                        ? CompletableFuture.completedFuture(List.of())
                        : CompletableFuture.failedFuture(failure));
    }

    private CompletableFuture<List<String>> existing(String path) {
        return store.exists(path).thenApply(stat -> stat.isPresent() ? List.of(path) : List.of());
    }
}
