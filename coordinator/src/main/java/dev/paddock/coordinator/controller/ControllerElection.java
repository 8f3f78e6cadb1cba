package dev.paddock.coordinator.controller;

import dev.paddock.coordinator.controller.ElectionStep.Claim;
import dev.paddock.coordinator.controller.ElectionStep.Elected;
import dev.paddock.coordinator.controller.ElectionStep.EnterLatch;
import dev.paddock.coordinator.controller.ElectionStep.LeaveLatch;
import dev.paddock.coordinator.controller.ElectionStep.Look;
import dev.paddock.coordinator.controller.ElectionStep.LookAfter;
import dev.paddock.coordinator.controller.ElectionStep.Remove;
import dev.paddock.coordinator.controller.ElectionStep.Resigned;
import dev.paddock.coordinator.controller.ElectionStep.Waits;
import dev.paddock.coordinator.zk.ControllerEpochZnode;
import dev.paddock.coordinator.zk.ControllerZnode;
import dev.paddock.coordinator.zk.CuratorZkStore;
import dev.paddock.coordinator.zk.SessionEvent;
import dev.paddock.coordinator.zk.SessionListener;
import dev.paddock.coordinator.zk.ZkException;
import dev.paddock.coordinator.zk.ZkStore;
import dev.paddock.coordinator.zk.ZkWatch;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stands for controller as long as this broker is registered, and holds {@code /controller} while elected.
 *
 * <p>{@link ElectionMachine} decides; this runs it on a thread of its own, which never waits, and takes its steps. Ends
 * with {@link #close}, which leaves the store open.
 */
public final class ControllerElection implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ControllerElection.class);
    private static final long CLOSE_MAX_MS = 2_000;

    private final ZkStore store;
    private final int brokerId;
    private final ControllerListener listener;
    private final ElectionMachine machine = new ElectionMachine();
    private final ElectionZnodes znodes;
    private final ControllerLatch latch;
    private final ScheduledThreadPoolExecutor thread;
    private final SessionListener onSession;
    private final List<ZkWatch> watches;
    private final AtomicBoolean closing = new AtomicBoolean();
    private final CompletableFuture<Void> drained = new CompletableFuture<>();
    private volatile Optional<ControllerTenure> tenure = Optional.empty();
    private Future<?> laterLook = CompletableFuture.completedFuture(null);
    private int writesUnderWay;

    /** Watches at once, and stands from the first {@link #registered} on. */
    public ControllerElection(CuratorZkStore store, int brokerId, ControllerListener listener) {
        this.store = store;
        this.brokerId = brokerId;
        this.listener = listener;
        this.znodes = new ElectionZnodes(store, brokerId, System::currentTimeMillis);
        this.thread = new ScheduledThreadPoolExecutor(1, task -> {
            Thread created = new Thread(task, "controller-election");
            created.setDaemon(true);
            return created;
        });
        this.thread.setRemoveOnCancelPolicy(true);
        this.latch = new ControllerLatch(
                store.curator(),
                brokerId,
                entry -> post(() -> machine.latchWon(entry)),
                entry -> post(() -> machine.latchLost(entry)));
        this.onSession = (event, session) -> {
            if (event == SessionEvent.EXPIRED) {
                post(() -> machine.sessionEnded(session.id()));
            }
        };
        store.addSessionListener(onSession);
        this.watches = List.of(
                store.watch(ControllerZnode.PATH, znode -> post(machine::changed)),
                store.watch(ControllerEpochZnode.PATH, znode -> post(machine::changed)));
    }

    /** To be called after each registration of this broker, with the session that owns it. */
    public void registered(long sessionId) {
        post(() -> machine.registered(sessionId));
    }

    /** The present tenure, if this broker is the controller. By the time it is used it may have ended: guard the writes. */
    public Optional<ControllerTenure> tenure() {
        return tenure;
    }

    /** Resigns, and takes its own /controller and its place in the latch away, so that another takes over at once. */
    @Override
    public void close() {
        if (!closing.compareAndSet(false, true)) {
            return;
        }
        post(machine::close);
        try {
            drained.get(CLOSE_MAX_MS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.info("ZooKeeper does not answer; {} is left to its session's end", ControllerZnode.PATH);
        }
        store.removeSessionListener(onSession);
        watches.forEach(ZkWatch::close);
        thread.shutdownNow();
    }

    /** Passes an event to the machine, from any thread. */
    private void post(Supplier<List<ElectionStep>> event) {
        try {
            thread.execute(() -> handle(event));
        } catch (RejectedExecutionException e) {
            LOG.debug("An event came after the election was closed");
        }
    }

    private void handle(Supplier<List<ElectionStep>> event) {
        for (ElectionStep step : event.get()) {
            try {
                take(step);
            } catch (RuntimeException e) {
                LOG.error("The election of broker {} failed at {}; it goes on", brokerId, step, e);
            }
        }
        if (machine.state() == ElectionState.CLOSED && writesUnderWay == 0) {
            drained.complete(null);
        }
    }

    private void take(ElectionStep step) {
        if (step instanceof EnterLatch enter) {
            latch.enter(enter.entry());
        } else if (step instanceof LeaveLatch) {
            latch.leave();
        } else if (step instanceof Look) {
            look();
        } else if (step instanceof LookAfter later) {
            laterLook.cancel(false);
            laterLook = thread.schedule(() -> handle(machine::changed), later.delayMs(), TimeUnit.MILLISECONDS);
        } else if (step instanceof Claim claim) {
            claim(claim);
        } else if (step instanceof Remove remove) {
            remove(remove);
        } else if (step instanceof Waits waits) {
            LOG.info(
                    "Broker {} is next, and waits for the controller of session 0x{} to go",
                    brokerId,
                    Long.toHexString(waits.owner()));
        } else if (step instanceof Elected elected) {
            elected(elected.tenure());
        } else if (step instanceof Resigned resigned) {
            resigned(resigned);
        }
    }

    private void look() {
        znodes.look()
                .whenComplete((sight, failure) -> post(() -> {
                    if (failure != null) {
                        LOG.debug("Cannot read {} now: {}", ControllerZnode.PATH, failure.toString());
                        return machine.unseen();
                    }
                    return machine.seen(sight, TimeUnit.NANOSECONDS.toMillis(System.nanoTime()));
                }));
    }

    private void claim(Claim claim) {
        writesUnderWay++;
        znodes.claim(claim)
                .whenComplete((won, failure) -> post(() -> {
                    writesUnderWay--;
                    if (failure != null) {
                        LOG.debug(
                                "Not elected for epoch {}: {}",
                                claim.epoch(),
                                ZkException.from(failure).getMessage());
                        return machine.claimFailed(claim.number());
                    }
                    return machine.claimed(claim.number(), won);
                }));
    }

    private void remove(Remove remove) {
        writesUnderWay++;
        znodes.remove(remove)
                .whenComplete((done, failure) -> post(() -> {
                    writesUnderWay--;
                    return failure == null ? List.of() : machine.removeFailed();
                }));
    }

    private void elected(ControllerTenure won) {
        tenure = Optional.of(won);
        listener.elected(won);
    }

    private void resigned(Resigned resigned) {
        tenure = Optional.empty();
        listener.resigned(resigned.tenure(), resigned.reason());
    }
}
