package dev.paddock.coordinator.controller;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paddock.coordinator.zk.ControllerEpochZnode;
import dev.paddock.coordinator.zk.ControllerZnode;
import dev.paddock.coordinator.zk.FakeZkStore;
import dev.paddock.coordinator.zk.FakeZooKeeper;
import dev.paddock.coordinator.zk.SessionEvent;
import dev.paddock.coordinator.zk.ZkSession;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * One broker of a simulated election: the real machine on a ZooKeeper in memory. Events wait in three queues, ZooKeeper's,
 * the latch's and the registration's, each in its order and as late as chance will have it. Some answers are lost, and some lost transactions are
 * done later.
 */
final class SimulatedCandidate {
    private final ElectionSimulation simulation;
    private final RandomGenerator random;
    private final Deque<Runnable> callbacks = new ArrayDeque<>();
    private final Deque<Supplier<List<ElectionStep>>> zkEvents = new ArrayDeque<>();
    private final Deque<Supplier<List<ElectionStep>>> latchEvents = new ArrayDeque<>();
    private final Deque<Supplier<List<ElectionStep>>> registrations = new ArrayDeque<>();
    private final List<Runnable> late = new ArrayList<>();
    private final FakeZkStore store;
    private final ElectionZnodes znodes;
    private Optional<Long> lookDueMs = Optional.empty();
    private Optional<ControllerTenure> tenure = Optional.empty();
    private int lastEpoch;
    private boolean connected = true;
    final ElectionMachine machine = new ElectionMachine();

    SimulatedCandidate(ElectionSimulation simulation, FakeZooKeeper zooKeeper, int id) {
        this.simulation = simulation;
        this.random = simulation.random;
        this.store = zooKeeper.connect(callbacks::add);
        this.znodes = new ElectionZnodes(store, id, () -> simulation.nowMs);
        store.addSessionListener((event, session) -> sessionEvent(event, session.id()));
        store.watch(ControllerZnode.PATH, znode -> zkEvents.add(machine::changed));
        store.watch(ControllerEpochZnode.PATH, znode -> zkEvents.add(machine::changed));
        registerLater();
    }

    boolean connected() {
        return connected;
    }

    ZkSession session() {
        return store.session();
    }

    Optional<ControllerTenure> tenure() {
        return tenure;
    }

    boolean closed() {
        return machine.state() == ElectionState.CLOSED;
    }

    void suspend() {
        if (connected) {
            connected = false;
            store.suspend();
            simulation.latch.connectionChanged(this);
        }
    }

    void resume() {
        if (!connected) {
            connected = true;
            store.resume();
            simulation.latch.connectionChanged(this);
        }
    }

    void expire(FakeZooKeeper zooKeeper) {
        zooKeeper.expire(store);
        connected = true;
        simulation.latch.sessionEnded(this);
    }

    /** As a broker does: the session ends a little after the election. */
    void close() {
        take(machine.close());
        late.add(store::close);
    }

    void latchWon(int entry) {
        latchEvents.add(() -> machine.latchWon(entry));
    }

    void latchLost(int entry) {
        latchEvents.add(() -> machine.latchLost(entry));
    }

    boolean idle() {
        return callbacks.isEmpty()
                && zkEvents.isEmpty()
                && latchEvents.isEmpty()
                && registrations.isEmpty()
                && late.isEmpty();
    }

    /** One thing that has waited happens, if any has. */
    void step() {
        if (lookDueMs.isPresent() && lookDueMs.get() <= simulation.nowMs) {
            lookDueMs = Optional.empty();
            take(machine.changed());
        }
        switch (random.nextInt(5)) {
            case 0 -> take(zkEvents);
            case 1 -> take(latchEvents);
            case 2 -> take(registrations);
            case 3 -> Optional.ofNullable(callbacks.poll()).ifPresent(Runnable::run);
            default -> {
                if (!late.isEmpty()) {
                    late.remove(random.nextInt(late.size())).run();
                }
            }
        }
    }

    private void sessionEvent(SessionEvent event, long session) {
        if (event == SessionEvent.EXPIRED) {
            zkEvents.add(() -> machine.sessionEnded(session));
        } else if (event == SessionEvent.NEW_SESSION) {
            registerLater();
        }
    }

    /** The registration has a thread of its own, so its word may even come before that of the last session's end. */
    private void registerLater() {
        long session = store.session().id();
        registrations.add(() -> machine.registered(session));
    }

    private void take(Deque<Supplier<List<ElectionStep>>> events) {
        if (!events.isEmpty()) {
            take(events.poll().get());
        }
    }

    private void take(List<ElectionStep> steps) {
        steps.forEach(this::take);
    }

    private void take(ElectionStep step) {
        if (step instanceof ElectionStep.EnterLatch enter) {
            simulation.latch.enter(this, enter.entry());
        } else if (step instanceof ElectionStep.LeaveLatch) {
            simulation.latch.leave(this);
        } else if (step instanceof ElectionStep.LookAfter look) {
            lookDueMs = Optional.of(simulation.nowMs + look.delayMs());
        } else if (step instanceof ElectionStep.Look) {
            znodes.look()
                    .whenComplete((sight, failure) -> zkEvents.add(
                            () -> failure == null ? machine.seen(sight, simulation.nowMs) : machine.unseen()));
        } else if (step instanceof ElectionStep.Claim claim) {
            claim(claim);
        } else if (step instanceof ElectionStep.Remove remove) {
            remove(remove);
        } else if (step instanceof ElectionStep.Elected elected) {
            elected(elected.tenure());
        } else if (step instanceof ElectionStep.Resigned resigned) {
            assertThat(tenure).contains(resigned.tenure());
            tenure = Optional.empty();
        }
    }

    private void remove(ElectionStep.Remove remove) {
        Optional<Long> before = simulation.controllerOwner();
        znodes.remove(remove).whenComplete((done, failure) -> {
            if (failure != null) {
                zkEvents.add(machine::removeFailed);
            }
        });
        if (!simulation.controllerOwner().equals(before)) {
            assertThat(before).as("RemovesOnlyItsOwn").contains(store.session().id());
        }
    }

    private void claim(ElectionStep.Claim claim) {
        boolean lost = simulation.faulty && random.nextInt(5) == 0;
        if (lost && random.nextBoolean()) {
            // On its way in the old connection: done later, or never if the session ends first.
            ZkSession sender = store.session();
            late.add(() -> {
                if (store.session().equals(sender)) {
                    var unused = znodes.claim(claim);
                }
            });
            zkEvents.add(() -> machine.claimFailed(claim.number()));
            return;
        }
        znodes.claim(claim)
                .whenComplete((won, failure) -> zkEvents.add(() -> failure == null && !lost
                        ? machine.claimed(claim.number(), won)
                        : machine.claimFailed(claim.number())));
    }

    @Override
    public String toString() {
        return machine.state() + " in session " + store.session() + ", next look "
                + lookDueMs.map(due -> "in " + (due - simulation.nowMs) + " ms").orElse("never");
    }

    private void elected(ControllerTenure won) {
        assertThat(tenure).isEmpty();
        assertThat(won.epoch()).as("EpochsOnlyGrow").isGreaterThan(lastEpoch);
        simulation.recordTenure(won);
        lastEpoch = won.epoch();
        tenure = Optional.of(won);
    }
}
