package dev.paddock.coordinator.topic;

import dev.paddock.coordinator.topic.LeadershipPlan.NewId;
import dev.paddock.coordinator.topic.LeadershipPlan.NewLeader;
import dev.paddock.coordinator.topic.LeadershipPlan.NewState;
import dev.paddock.coordinator.topic.LeadershipPlan.Write;
import dev.paddock.coordinator.zk.CreateKind;
import dev.paddock.coordinator.zk.ZkException;
import dev.paddock.coordinator.zk.ZkException.Reason;
import dev.paddock.coordinator.zk.ZkOp;
import dev.paddock.coordinator.zk.ZkStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Carries out the batches of {@link LeadershipPlan}. */
final class LeadershipWrites {
    private final ZkStore store;

    LeadershipWrites(ZkStore store) {
        this.store = store;
    }

    /**
     * All of the batch at once. When something of it is there already, or something it stands on is not, one by one: another
     * controller may have left a partition's path without its state.
     */
    CompletableFuture<Void> write(List<Write> batch, ZkOp guard) {
        List<ZkOp> ops = new ArrayList<>();
        ops.add(guard);
        batch.forEach(write -> addOps(write, ops));
        CompletableFuture<Void> whole = store.transaction(ops).thenApply(done -> null);
        return whole.exceptionallyCompose(failure -> {
            ZkException known = ZkException.from(failure);
            boolean inTheWay = known.reason() == Reason.NODE_EXISTS || known.reason() == Reason.NO_NODE;
            boolean aboutOne =
                    known.reason() == Reason.BAD_VERSION && !known.path().equals(guard.path()) && batch.size() > 1;
            return inTheWay || aboutOne ? writeEach(batch, guard) : CompletableFuture.failedFuture(known);
        });
    }

    private CompletableFuture<Void> writeEach(List<Write> batch, ZkOp guard) {
        List<CompletableFuture<?>> each = new ArrayList<>();
        for (Write write : batch) {
            List<ZkOp> ops = new ArrayList<>();
            ops.add(guard);
            if (write instanceof NewState state) {
                String topic = state.topic().name();
                each.add(createIfMissing(PartitionStateZnode.partitionsPath(topic)));
                each.add(createIfMissing(PartitionStateZnode.partitionPath(topic, state.partition())));
                ops.add(createState(state));
            } else {
                addOps(write, ops);
            }
            each.add(store.transaction(ops));
        }
        return CompletableFuture.allOf(each.toArray(CompletableFuture[]::new));
    }

    private CompletableFuture<Void> createIfMissing(String path) {
        return store.create(path, null, CreateKind.PERSISTENT).handle((created, failure) -> {
            if (failure != null && ZkException.from(failure).reason() != Reason.NODE_EXISTS) {
                throw ZkException.from(failure);
            }
            return null;
        });
    }

    private static void addOps(Write write, List<ZkOp> ops) {
        if (write instanceof NewState state) {
            String topic = state.topic().name();
            if (state.makesParent()) {
                ops.add(new ZkOp.Create(PartitionStateZnode.partitionsPath(topic), null, CreateKind.PERSISTENT));
            }
            ops.add(new ZkOp.Create(
                    PartitionStateZnode.partitionPath(topic, state.partition()), null, CreateKind.PERSISTENT));
            ops.add(createState(state));
        } else if (write instanceof NewLeader leader) {
            ops.add(new ZkOp.Set(
                    PartitionStateZnode.path(
                            leader.topic().name(), leader.partition().id()),
                    PartitionStateZnode.encode(leader.leadership()),
                    leader.partition().zkVersion()));
        } else if (write instanceof NewId id) {
            Topic topic = id.topic();
            ops.add(new ZkOp.Set(
                    TopicZnode.path(topic.name()),
                    TopicZnode.encode(id.id(), TopicStore.assignments(topic)),
                    topic.znode().zkVersion()));
        }
    }

    private static ZkOp createState(NewState state) {
        return new ZkOp.Create(
                PartitionStateZnode.path(state.topic().name(), state.partition()),
                PartitionStateZnode.encode(state.leadership()),
                CreateKind.PERSISTENT);
    }
}
