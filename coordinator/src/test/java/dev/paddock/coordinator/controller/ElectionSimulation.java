package dev.paddock.coordinator.controller;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paddock.coordinator.zk.ControllerEpochZnode;
import dev.paddock.coordinator.zk.ControllerZnode;
import dev.paddock.coordinator.zk.CreateKind;
import dev.paddock.coordinator.zk.FakeZkStore;
import dev.paddock.coordinator.zk.FakeZooKeeper;
import dev.paddock.coordinator.zk.ZkOp;
import dev.paddock.coordinator.zk.ZkStore;
import dev.paddock.coordinator.zk.Znode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;

/**
 * Some candidates, an operator with zkCli and an Apache Kafka broker, in an order that a seed decides.
 *
 * <p>After each step: SingleTenurePerEpoch, EpochsOnlyGrow, TenureMatchesTheEpoch, RemovesOnlyItsOwn. When the faults end: OneController.
 */
final class ElectionSimulation {
    private static final int CANDIDATES = 3;
    private static final int FAULTY_STEPS = 400;
    private static final int QUIET_STEPS_MAX = 20_000;

    final RandomGenerator random;
    final SimulatedLatch latch = new SimulatedLatch();
    long nowMs = 1_000;
    boolean faulty = true;

    private final FakeZooKeeper zooKeeper = new FakeZooKeeper();
    private final FakeZkStore operator = zooKeeper.connect(Runnable::run);
    private final FakeZkStore kafka = zooKeeper.connect(Runnable::run);
    private final List<SimulatedCandidate> candidates = new ArrayList<>();
    private final Set<Integer> epochs = new HashSet<>();
    private int highestEpoch;

    ElectionSimulation(long seed) {
        random = new Random(seed);
        for (int id = 0; id < CANDIDATES; id++) {
            candidates.add(new SimulatedCandidate(this, zooKeeper, id));
        }
    }

    /** The number of tenures there were. */
    int run() {
        for (int i = 0; i < FAULTY_STEPS; i++) {
            if (random.nextInt(8) == 0) {
                fault(candidates.get(random.nextInt(CANDIDATES)));
            }
            step();
        }
        faulty = false;
        candidates.forEach(SimulatedCandidate::resume);
        delete(kafka);
        for (int i = 0; i < QUIET_STEPS_MAX && !settled(); i++) {
            step();
        }
        checkOneController();
        return epochs.size();
    }

    Optional<Long> controllerOwner() {
        return read(ControllerZnode.PATH).map(znode -> znode.stat().ephemeralOwner());
    }

    void recordTenure(ControllerTenure tenure) {
        assertThat(epochs.add(tenure.epoch()))
                .as("SingleTenurePerEpoch " + tenure)
                .isTrue();
    }

    private void step() {
        nowMs += random.nextInt(20);
        candidates.get(random.nextInt(CANDIDATES)).step();
        read(ControllerEpochZnode.PATH).ifPresent(this::checkEpoch);
    }

    private void checkEpoch(Znode znode) {
        int epoch = ControllerEpochZnode.decode(znode.bytes());
        assertThat(epoch).as("EpochsOnlyGrow").isGreaterThanOrEqualTo(highestEpoch);
        highestEpoch = epoch;
        for (SimulatedCandidate candidate : candidates) {
            candidate
                    .tenure()
                    .filter(tenure -> tenure.epochZkVersion() == znode.stat().version())
                    .ifPresent(tenure -> assertThat(tenure.epoch())
                            .as("TenureMatchesTheEpoch")
                            .isEqualTo(epoch));
        }
    }

    private void fault(SimulatedCandidate candidate) {
        switch (random.nextInt(9)) {
            case 0, 1 -> candidate.suspend();
            case 2, 3 -> candidate.resume();
            case 4 -> candidate.expire(zooKeeper);
            case 5 -> ignore(operator.delete(ControllerZnode.PATH, ZkStore.ANY_VERSION));
            case 6 ->
                ignore(operator.set(
                        ControllerEpochZnode.PATH,
                        ControllerEpochZnode.encode(highestEpoch + random.nextInt(3)),
                        ZkStore.ANY_VERSION));
            case 7 -> kafkaClaimsOrGoes();
            default -> {
                if (random.nextInt(20) == 0
                        && candidates.stream().filter(other -> !other.closed()).count() > 1) {
                    candidate.close();
                }
            }
        }
    }

    private void kafkaClaimsOrGoes() {
        Optional<Znode> epoch = read(ControllerEpochZnode.PATH);
        if (read(ControllerZnode.PATH).isPresent() || epoch.isEmpty()) {
            delete(kafka);
            return;
        }
        int next = ControllerEpochZnode.decode(epoch.get().bytes()) + 1;
        assertThat(epochs.add(next)).as("SingleTenurePerEpoch " + next).isTrue();
        int version = epoch.get().stat().version();
        kafka.transaction(List.of(
                        new ZkOp.Create(ControllerZnode.PATH, ControllerZnode.encode(9, nowMs), CreateKind.EPHEMERAL),
                        new ZkOp.Set(ControllerEpochZnode.PATH, ControllerEpochZnode.encode(next), version)))
                .join();
    }

    private void delete(FakeZkStore owner) {
        read(ControllerZnode.PATH)
                .filter(znode ->
                        znode.stat().ephemeralOwner() == owner.session().id())
                .ifPresent(znode -> ignore(owner.delete(ControllerZnode.PATH, ZkStore.ANY_VERSION)));
    }

    private boolean settled() {
        return candidates.stream().allMatch(SimulatedCandidate::idle)
                && controllers().size() == 1;
    }

    private List<SimulatedCandidate> controllers() {
        return candidates.stream()
                .filter(candidate -> candidate.tenure().isPresent())
                .toList();
    }

    private void checkOneController() {
        assertThat(controllers())
                .as("OneController of " + candidates + ", /controller owned by " + controllerOwner() + ", " + latch)
                .hasSize(1);
        SimulatedCandidate controller = controllers().get(0);
        ControllerTenure tenure = controller.tenure().orElseThrow();
        Znode epoch = read(ControllerEpochZnode.PATH).orElseThrow();
        assertThat(epoch.stat().version()).as("OneController").isEqualTo(tenure.epochZkVersion());
        assertThat(controllerOwner())
                .as("OneController")
                .contains(controller.session().id());
    }

    private Optional<Znode> read(String path) {
        return operator.get(path)
                .thenApply(Optional::of)
                .exceptionally(failure -> Optional.empty())
                .join();
    }

    /** What is not there cannot be deleted or written, and that is no matter. */
    private static void ignore(CompletableFuture<?> attempt) {
        var unused = attempt.exceptionally(failure -> null);
    }
}
