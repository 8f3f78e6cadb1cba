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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Decides how one broker stands for controller. See {@link ElectionState} for its course. Each event returns the steps to
 * take.
 *
 * <p>The latch only keeps the candidates in line. What makes a controller is the transaction, which sets the epoch at the
 * version that was read: of all that read the same epoch one gets through, whatever the latch said. A tenure comes only
 * from the answer to the candidate's own transaction. When that answer is lost, the candidate replaces what the
 * transaction may have left, at a higher epoch, or takes it away.
 */
final class ElectionMachine {
    /** What Kafka creates /controller_epoch with; the first controller has the next one. */
    static final int INITIAL_EPOCH = 0;
    /** A lost connection loses the latch too, and both come back together: time enough for the latch to come first. */
    static final long LEFTOVER_MS = 500;
    /** Without any controller for so long, something is wrong with the line in the latch: join it anew. */
    static final long HEADLESS_MS = 5_000;

    private static final long BACKOFF_FIRST_MS = 10;
    private static final long BACKOFF_MAX_MS = 2_000;
    private static final long NO_SESSION = -1;

    private final List<ElectionStep> steps = new ArrayList<>();
    private ElectionState state = ElectionState.OUTSIDE;
    private Optional<ControllerTenure> tenure = Optional.empty();
    private long registeredSession = NO_SESSION;
    private int latchEntry;
    private boolean inLatch;
    private int claims;
    private int highestEpoch = INITIAL_EPOCH;
    private int failures;
    private Optional<Long> headlessSinceMs = Optional.empty();
    private boolean looking;
    private boolean lookAgain;
    private boolean sightOutdated;

    ElectionState state() {
        return state;
    }

    Optional<ControllerTenure> tenure() {
        return tenure;
    }

    /** This broker's registration is there, owned by this session. */
    List<ElectionStep> registered(long session) {
        if (state != ElectionState.CLOSED && session != registeredSession) {
            if (state != ElectionState.OUTSIDE) {
                become(ElectionState.OUTSIDE, "its ZooKeeper session was replaced");
                leaveLatch();
            }
            registeredSession = session;
            become(ElectionState.QUEUED, "registered");
            enterLatch();
            look();
        }
        return taken();
    }

    List<ElectionStep> sessionEnded(long session) {
        if (state != ElectionState.CLOSED && session == registeredSession) {
            registeredSession = NO_SESSION;
            become(ElectionState.OUTSIDE, "its ZooKeeper session has ended");
            leaveLatch();
        }
        return taken();
    }

    List<ElectionStep> latchWon(int entry) {
        if (entry == latchEntry && state == ElectionState.QUEUED) {
            become(ElectionState.LOOKING, "has the latch");
            look();
        }
        return taken();
    }

    List<ElectionStep> latchLost(int entry) {
        boolean had = state != ElectionState.OUTSIDE && state != ElectionState.QUEUED && state != ElectionState.CLOSED;
        if (entry == latchEntry && had) {
            become(ElectionState.QUEUED, "it lost the latch, or the connection to ZooKeeper");
            look();
        }
        return taken();
    }

    /** One of the znodes has changed, or the time of a {@link LookAfter} has come. */
    List<ElectionStep> changed() {
        if (state != ElectionState.CLAIMING && state != ElectionState.CLOSED) {
            look();
        }
        return taken();
    }

    List<ElectionStep> seen(ElectionSight sight, long nowMs) {
        boolean outdated = lookEnded();
        if (!outdated) {
            sight.epoch().ifPresent(epoch -> highestEpoch = Math.max(highestEpoch, epoch));
            switch (state) {
                case LOOKING, WAITING -> judgeWithLatch(sight);
                case ELECTED -> judgeTenure(sight);
                case QUEUED, OUTSIDE -> judgeWithoutLatch(sight, nowMs);
                case CLAIMING, CLOSED -> {}
            }
        }
        return taken();
    }

    List<ElectionStep> unseen() {
        var unused = lookEnded();
        lookLater();
        return taken();
    }

    List<ElectionStep> claimed(int number, ControllerTenure won) {
        sightOutdated = looking;
        highestEpoch = Math.max(highestEpoch, won.epoch());
        if (underWay(number)) {
            tenure = Optional.of(won);
            become(ElectionState.ELECTED, "elected");
            steps.add(new Elected(won));
            look();
        } else {
            steps.add(new Remove(won.epoch(), OptionalInt.of(won.epochZkVersion())));
        }
        return taken();
    }

    /** Refused, or the answer was lost: what has become of it shows when we look. */
    List<ElectionStep> claimFailed(int number) {
        sightOutdated = looking;
        if (underWay(number)) {
            become(ElectionState.LOOKING, "its transaction failed");
        }
        lookLater();
        return taken();
    }

    List<ElectionStep> removeFailed() {
        lookLater();
        return taken();
    }

    List<ElectionStep> close() {
        if (state != ElectionState.CLOSED) {
            Optional<ControllerTenure> last = tenure;
            become(ElectionState.CLOSED, "it stops");
            // In this order, so that who gets the latch next finds /controller gone.
            last.ifPresent(held -> steps.add(new Remove(held.epoch(), OptionalInt.of(held.epochZkVersion()))));
            leaveLatch();
        }
        return taken();
    }

    private void judgeWithLatch(ElectionSight sight) {
        if (sight.heldByAnother()) {
            if (state != ElectionState.WAITING) {
                become(ElectionState.WAITING, "another process holds /controller");
                steps.add(new Waits(sight.owner().getAsLong()));
            }
        } else if (sight.session() != registeredSession || sight.malformed() || highestEpoch == Integer.MAX_VALUE) {
            lookLater();
        } else {
            become(ElectionState.CLAIMING, "nobody else holds /controller");
            steps.add(new Claim(++claims, highestEpoch + 1, sight.epochVersion(), sight.ours()));
        }
    }

    private void judgeTenure(ElectionSight sight) {
        ControllerTenure held = tenure.orElseThrow();
        boolean sameEpoch = sight.epochVersion().equals(OptionalInt.of(held.epochZkVersion()));
        if (sameEpoch && sight.ours()) {
            return;
        }
        become(
                ElectionState.QUEUED,
                sameEpoch
                        ? "/controller was " + (sight.heldByAnother() ? "replaced" : "deleted")
                        : "/controller_epoch was written by another process");
        if (sight.ours()) {
            remove(sight);
        }
        // To the end of the line: whoever did that wants another controller.
        leaveLatch();
        enterLatch();
        look();
    }

    private void judgeWithoutLatch(ElectionSight sight, long nowMs) {
        if (sight.heldByAnother()) {
            headlessSinceMs = Optional.empty();
            return;
        }
        long sinceMs = headlessSinceMs.orElse(nowMs);
        long atMostMs = sight.ours() ? LEFTOVER_MS : HEADLESS_MS;
        headlessSinceMs = Optional.of(sinceMs);
        if (nowMs - sinceMs < atMostMs) {
            steps.add(new LookAfter(atMostMs - (nowMs - sinceMs)));
            return;
        }
        headlessSinceMs = Optional.empty();
        if (sight.ours()) {
            remove(sight);
        } else if (inLatch) {
            leaveLatch();
            enterLatch();
        }
        steps.add(new LookAfter(HEADLESS_MS));
    }

    private void remove(ElectionSight sight) {
        steps.add(new Remove(highestEpoch, sight.epochVersion()));
    }

    private boolean underWay(int number) {
        return state == ElectionState.CLAIMING && number == claims;
    }

    /** At most one look is under way; what changes meanwhile is looked at when it is back. */
    private void look() {
        if (looking) {
            lookAgain = true;
        } else {
            looking = true;
            steps.add(new Look());
        }
    }

    private boolean lookEnded() {
        boolean outdated = sightOutdated;
        boolean again = lookAgain;
        looking = false;
        lookAgain = false;
        sightOutdated = false;
        if (again && state != ElectionState.CLOSED) {
            look();
        }
        return outdated;
    }

    private void lookLater() {
        if (state != ElectionState.CLOSED) {
            steps.add(new LookAfter(Math.min(BACKOFF_MAX_MS, BACKOFF_FIRST_MS << Math.min(failures, 16))));
            failures++;
        }
    }

    private void enterLatch() {
        inLatch = true;
        steps.add(new EnterLatch(++latchEntry));
    }

    private void leaveLatch() {
        if (inLatch) {
            inLatch = false;
            steps.add(new LeaveLatch());
        }
    }

    private void become(ElectionState next, String reason) {
        if (!next.mayFollow(state)) {
            throw new IllegalStateException("Election: " + next + " (" + reason + ") cannot follow " + state);
        }
        if (state == ElectionState.ELECTED) {
            steps.add(new Resigned(tenure.orElseThrow(), reason));
            tenure = Optional.empty();
        }
        state = next;
        headlessSinceMs = Optional.empty();
        if (next == ElectionState.ELECTED || next == ElectionState.QUEUED || next == ElectionState.WAITING) {
            failures = 0;
        }
    }

    private List<ElectionStep> taken() {
        List<ElectionStep> taken = List.copyOf(steps);
        steps.clear();
        return taken;
    }
}
