package dev.paddock.coordinator.zk;

import dev.paddock.coordinator.zk.ZkException.Reason;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** What a broker asks of ZooKeeper before it registers: the cluster's id, and an id of its own when it has none. */
public final class ClusterBootstrap {
    private ClusterBootstrap() {}

    /** The cluster's id; the first broker of all makes it up, and when several try, all of them get the one that won. */
    public static CompletableFuture<String> clusterId(ZkStore store) {
        return clusterId(store, ClusterIdZnode::random);
    }

    static CompletableFuture<String> clusterId(ZkStore store, Supplier<String> newId) {
        return readClusterId(store).exceptionallyCompose(failure -> {
            if (ZkException.from(failure).reason() != Reason.NO_NODE) {
                return CompletableFuture.failedFuture(failure);
            }
            return createClusterId(store, newId.get());
        });
    }

    /** The next generated broker id: above the reserved ones, and never given out twice. */
    public static CompletableFuture<Integer> nextBrokerId(ZkStore store, int reservedBrokerIdMax) {
        return ZkPaths.ensure(store, BrokerSequenceZnode.PATH)
                .thenCompose(
                        there -> store.set(BrokerSequenceZnode.PATH, BrokerSequenceZnode.encode(), ZkStore.ANY_VERSION))
                .thenApply(stat -> BrokerSequenceZnode.brokerId(stat, reservedBrokerIdMax));
    }

    private static CompletableFuture<String> createClusterId(ZkStore store, String id) {
        return ZkPaths.ensure(store, "/cluster")
                .thenCompose(
                        there -> store.create(ClusterIdZnode.PATH, ClusterIdZnode.encode(id), CreateKind.PERSISTENT))
                .thenApply(created -> id)
                .exceptionallyCompose(failure -> ZkException.from(failure).reason() == Reason.NODE_EXISTS
                        ? readClusterId(store)
                        : CompletableFuture.failedFuture(failure));
    }

    private static CompletableFuture<String> readClusterId(ZkStore store) {
        return store.get(ClusterIdZnode.PATH).thenApply(znode -> ClusterIdZnode.decode(znode.bytes()));
    }
}
