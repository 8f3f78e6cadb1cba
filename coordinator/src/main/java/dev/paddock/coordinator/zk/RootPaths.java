package dev.paddock.coordinator.zk;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The persistent paths that every broker makes sure of at its start; the list is Apache Kafka 3.9's. */
public final class RootPaths {
    public static final List<String> ALL = List.of(
            "/consumers",
            BrokerIdZnode.PARENT,
            "/brokers/topics",
            "/config/changes",
            "/admin/delete_topics",
            BrokerSequenceZnode.PATH,
            "/isr_change_notification",
            "/latest_producer_id_block",
            "/log_dir_event_notification",
            "/config/topics",
            "/config/clients",
            "/config/users",
            "/config/brokers",
            "/config/ips");

    private RootPaths() {}

    /** Looks before it creates, so that a start on a living cluster writes nothing. */
    public static CompletableFuture<Void> ensure(ZkStore store) {
        return CompletableFuture.allOf(
                ALL.stream().map(path -> ensure(store, path)).toArray(CompletableFuture[]::new));
    }

    private static CompletableFuture<Void> ensure(ZkStore store, String path) {
        return store.exists(path)
                .thenCompose(stat ->
                        stat.isPresent() ? CompletableFuture.completedFuture(null) : ZkPaths.ensure(store, path));
    }
}
