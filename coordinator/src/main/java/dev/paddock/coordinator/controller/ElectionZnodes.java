package dev.paddock.coordinator.controller;

import dev.paddock.coordinator.controller.ElectionStep.Claim;
import dev.paddock.coordinator.controller.ElectionStep.Remove;
import dev.paddock.coordinator.zk.ControllerEpochZnode;
import dev.paddock.coordinator.zk.ControllerZnode;
import dev.paddock.coordinator.zk.CreateKind;
import dev.paddock.coordinator.zk.MalformedZnodeException;
import dev.paddock.coordinator.zk.ZkException;
import dev.paddock.coordinator.zk.ZkException.Reason;
import dev.paddock.coordinator.zk.ZkOp;
import dev.paddock.coordinator.zk.ZkOpResult;
import dev.paddock.coordinator.zk.ZkStore;
import dev.paddock.coordinator.zk.Znode;
import dev.paddock.coordinator.zk.ZnodeStat;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the election reads and writes in ZooKeeper; asynchronous, without a thread of its own. */
final class ElectionZnodes {
    private static final Logger LOG = LoggerFactory.getLogger(ElectionZnodes.class);

    private final ZkStore store;
    private final int brokerId;
    private final LongSupplier wallClockMs;
    /** The write that was complained of, once: it is read again and again. On the store's callback thread. */
    private long malformedMzxid;

    ElectionZnodes(ZkStore store, int brokerId, LongSupplier wallClockMs) {
        this.store = store;
        this.brokerId = brokerId;
        this.wallClockMs = wallClockMs;
    }

    /** The epoch is read first: while it stays at that version, nobody else can have been elected since. */
    CompletableFuture<ElectionSight> look() {
        long session = store.session().id();
        CompletableFuture<Optional<Znode>> epoch = orEmpty(store.get(ControllerEpochZnode.PATH));
        CompletableFuture<Optional<Znode>> controller = orEmpty(store.get(ControllerZnode.PATH));
        return epoch.thenCombine(controller, (epochThere, controllerThere) -> {
            if (store.session().id() != session) {
                throw new ZkException(
                        Reason.SESSION_EXPIRED, ControllerZnode.PATH, "The session changed while it was read");
            }
            return sight(epochThere, controllerThere, session);
        });
    }

    /** Completes with the tenure when the transaction went through; else fails, and may still have gone through. */
    CompletableFuture<ControllerTenure> claim(Claim claim) {
        List<ZkOp> ops = new ArrayList<>();
        byte[] epoch = ControllerEpochZnode.encode(claim.epoch());
        if (claim.epochVersion().isEmpty()) {
            byte[] initial = ControllerEpochZnode.encode(ElectionMachine.INITIAL_EPOCH);
            ops.add(new ZkOp.Create(ControllerEpochZnode.PATH, initial, CreateKind.PERSISTENT));
        }
        int raise = ops.size();
        ops.add(new ZkOp.Set(
                ControllerEpochZnode.PATH, epoch, claim.epochVersion().orElse(0)));
        if (claim.replacesOurs()) {
            ops.add(new ZkOp.Delete(ControllerZnode.PATH, ZkStore.ANY_VERSION));
        }
        byte[] controller = ControllerZnode.encode(brokerId, wallClockMs.getAsLong());
        ops.add(new ZkOp.Create(ControllerZnode.PATH, controller, CreateKind.EPHEMERAL));
        return store.transaction(ops)
                .thenApply(results -> new ControllerTenure(
                        claim.epoch(),
                        results.get(raise).stat().map(ZnodeStat::version).orElseThrow()));
    }

    /** Completes normally also when there was nothing of ours to remove. */
    CompletableFuture<List<ZkOpResult>> remove(Remove remove) {
        ZkOp guard = remove.epochVersion().isPresent()
                ? new ZkOp.Check(
                        ControllerEpochZnode.PATH, remove.epochVersion().getAsInt())
                : new ZkOp.Create(
                        ControllerEpochZnode.PATH, ControllerEpochZnode.encode(remove.epoch()), CreateKind.PERSISTENT);
        return store.transaction(List.of(guard, new ZkOp.Delete(ControllerZnode.PATH, ZkStore.ANY_VERSION)))
                .exceptionally(failure -> {
                    ZkException known = ZkException.from(failure);
                    return switch (known.reason()) {
                        case NO_NODE, BAD_VERSION, NODE_EXISTS -> List.of();
                        default -> throw known;
                    };
                });
    }

    private ElectionSight sight(Optional<Znode> epoch, Optional<Znode> controller, long session) {
        return new ElectionSight(
                epoch.map(znode -> OptionalInt.of(znode.stat().version())).orElse(OptionalInt.empty()),
                epoch.map(this::epoch).orElse(OptionalInt.empty()),
                controller
                        .map(znode -> OptionalLong.of(znode.stat().ephemeralOwner()))
                        .orElse(OptionalLong.empty()),
                session);
    }

    private OptionalInt epoch(Znode znode) {
        try {
            return OptionalInt.of(ControllerEpochZnode.decode(znode.bytes()));
        } catch (MalformedZnodeException e) {
            if (znode.stat().mzxid() != malformedMzxid) {
                malformedMzxid = znode.stat().mzxid();
                LOG.warn("No controller can be elected until this is repaired: {}", e.getMessage());
            }
            return OptionalInt.empty();
        }
    }

    private static CompletableFuture<Optional<Znode>> orEmpty(CompletableFuture<Znode> read) {
        return read.handle((znode, failure) -> {
            if (failure == null) {
                return Optional.of(znode);
            }
            ZkException known = ZkException.from(failure);
            if (known.reason() == Reason.NO_NODE) {
                return Optional.empty();
            }
            throw known;
        });
    }
}
