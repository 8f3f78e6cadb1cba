package dev.paddock.coordinator.controller;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paddock.coordinator.controller.ElectionStep.Claim;
import dev.paddock.coordinator.controller.ElectionStep.Elected;
import dev.paddock.coordinator.controller.ElectionStep.EnterLatch;
import dev.paddock.coordinator.controller.ElectionStep.LeaveLatch;
import dev.paddock.coordinator.controller.ElectionStep.Look;
import dev.paddock.coordinator.controller.ElectionStep.LookAfter;
import dev.paddock.coordinator.controller.ElectionStep.Remove;
import dev.paddock.coordinator.controller.ElectionStep.Resigned;
import dev.paddock.coordinator.controller.ElectionStep.Waits;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ElectionMachineTest {
    private static final long OURS = 0x11;
    private static final long THEIRS = 0x22;
    private static final ControllerTenure FIRST = new ControllerTenure(1, 1);

    private final ElectionMachine machine = new ElectionMachine();

    @Test
    void shouldStandOnlyWhenRegistered() {
        assertThat(machine.latchWon(1)).isEmpty();

        assertThat(machine.registered(OURS)).containsExactly(new EnterLatch(1), new Look());
        assertThat(machine.registered(OURS)).isEmpty();
    }

    @Test
    void shouldClaimTheFirstEpochOfAnEmptyCluster() {
        holdLatch();

        assertThat(machine.seen(nothing(), 0)).containsExactly(new Claim(1, 1, OptionalInt.empty(), false));
        assertThat(machine.claimed(1, FIRST)).containsExactly(new Elected(FIRST), new Look());
        assertThat(machine.tenure()).contains(FIRST);
    }

    @Test
    void shouldClaimTheNextEpochAtTheVersionThatItHasRead() {
        holdLatch();

        assertThat(machine.seen(free(7, 12), 0)).containsExactly(new Claim(1, 8, OptionalInt.of(12), false));
    }

    @Test
    void shouldReplaceWhatItsOwnSessionHasLeft() {
        holdLatch();

        assertThat(machine.seen(held(7, 12, OURS), 0)).containsExactly(new Claim(1, 8, OptionalInt.of(12), true));
    }

    @Test
    void shouldWaitForAnotherHolderAndClaimWhenItHasGone() {
        holdLatch();

        assertThat(machine.seen(held(7, 12, THEIRS), 0)).containsExactly(new Waits(THEIRS));
        assertThat(machine.changed()).containsExactly(new Look());
        assertThat(machine.seen(held(7, 12, THEIRS), 0)).isEmpty();
        assertThat(machine.changed()).containsExactly(new Look());
        assertThat(machine.seen(free(7, 12), 0)).containsExactly(new Claim(1, 8, OptionalInt.of(12), false));
    }

    @Test
    void shouldLookAgainForWhatChangedDuringALook() {
        holdLatch();

        assertThat(machine.changed()).isEmpty();
        assertThat(machine.changed()).isEmpty();
        assertThat(machine.seen(held(7, 12, THEIRS), 0)).containsExactly(new Look(), new Waits(THEIRS));
    }

    @Test
    void shouldNotJudgeByWhatItReadBeforeItsTransaction() {
        holdLatch();
        machine.changed();
        machine.seen(nothing(), 0);
        machine.claimed(1, FIRST);

        assertThat(machine.seen(nothing(), 0)).containsExactly(new Look());
        assertThat(machine.seen(held(1, 1, OURS), 0)).isEmpty();
        assertThat(machine.state()).isEqualTo(ElectionState.ELECTED);
    }

    @Test
    void shouldLookAgainWhenItsTransactionFailsAndTryLessOften() {
        holdLatch();
        machine.seen(nothing(), 0);

        assertThat(machine.claimFailed(1)).containsExactly(new LookAfter(10));
        machine.changed();
        machine.seen(nothing(), 0);
        assertThat(machine.claimFailed(2)).containsExactly(new LookAfter(20));
    }

    @Test
    void shouldTryAtLeastEveryTwoSeconds() {
        holdLatch();
        long delayMs = 0;
        for (int i = 0; i < 100; i++) {
            delayMs = machine.unseen().stream()
                    .map(LookAfter.class::cast)
                    .findFirst()
                    .orElseThrow()
                    .delayMs();
            machine.changed();
        }
        assertThat(delayMs).isEqualTo(2_000);
    }

    @Test
    void shouldResignFirstOfAllWhenTheSessionEnds() {
        elect();

        assertThat(machine.sessionEnded(OURS))
                .containsExactly(new Resigned(FIRST, "its ZooKeeper session has ended"), new LeaveLatch());
        assertThat(machine.tenure()).isEmpty();
    }

    /** KAFKA-13407: a late word of an old session's end must not leave everybody outside. */
    @Test
    void shouldNotMindTheEndOfASessionBeforeTheRegisteredOne() {
        machine.registered(OURS);

        assertThat(machine.registered(THEIRS)).containsExactly(new LeaveLatch(), new EnterLatch(2));
        assertThat(machine.sessionEnded(OURS)).isEmpty();
        assertThat(machine.state()).isEqualTo(ElectionState.QUEUED);
    }

    @Test
    void shouldResignWhenTheLatchIsLostAndBeElectedAnewWhenItIsBack() {
        elect();

        assertThat(machine.latchLost(1))
                .containsExactly(new Resigned(FIRST, "it lost the latch, or the connection to ZooKeeper"), new Look());
        assertThat(machine.latchWon(1)).isEmpty();
        assertThat(machine.seen(held(1, 1, OURS), 0))
                .containsExactly(new Look(), new Claim(2, 2, OptionalInt.of(1), true));
    }

    @Test
    void shouldRemoveWhatItLeftWhenTheLatchDoesNotComeBack() {
        elect();
        machine.latchLost(1);

        assertThat(machine.seen(held(1, 1, OURS), 1_000)).containsExactly(new LookAfter(500));
        machine.changed();
        assertThat(machine.seen(held(1, 1, OURS), 1_400)).containsExactly(new LookAfter(100));
        machine.changed();
        assertThat(machine.seen(held(1, 1, OURS), 1_500)).startsWith(new Remove(1, OptionalInt.of(1)));
    }

    @Test
    void shouldRemoveATenureThatComesAfterTheLatchIsLost() {
        holdLatch();
        machine.seen(nothing(), 0);
        machine.latchLost(1);

        assertThat(machine.claimed(1, FIRST)).containsExactly(new Remove(1, OptionalInt.of(1)));
        assertThat(machine.tenure()).isEmpty();
    }

    @Test
    void shouldGoToTheEndOfTheLineWhenControllerIsDeletedByHand() {
        elect();
        machine.changed();

        assertThat(machine.seen(free(1, 1), 0))
                .containsExactly(
                        new Resigned(FIRST, "/controller was deleted"),
                        new LeaveLatch(),
                        new EnterLatch(2),
                        new Look());
        assertThat(machine.latchWon(1)).isEmpty();
    }

    @Test
    void shouldGiveWayToWhoeverReplacedIt() {
        elect();
        machine.changed();

        assertThat(machine.seen(held(1, 1, THEIRS), 0)).startsWith(new Resigned(FIRST, "/controller was replaced"));
    }

    @Test
    void shouldTakeItsControllerAwayWhenTheEpochIsRaisedByHand() {
        elect();
        machine.changed();

        assertThat(machine.seen(held(40, 2, OURS), 0))
                .containsExactly(
                        new Resigned(FIRST, "/controller_epoch was written by another process"),
                        new Remove(40, OptionalInt.of(2)),
                        new LeaveLatch(),
                        new EnterLatch(2),
                        new Look());
    }

    @Test
    void shouldRaiseTheEpochAlsoWhenItWasDeletedByHand() {
        elect();
        machine.changed();
        machine.seen(held(40, 2, OURS), 0);
        machine.latchWon(2);

        assertThat(machine.seen(nothing(), 0)).contains(new Claim(2, 41, OptionalInt.empty(), false));
    }

    @Test
    void shouldNotClaimOnAnEpochThatItCannotRead() {
        holdLatch();

        assertThat(machine.seen(
                        new ElectionSight(OptionalInt.of(3), OptionalInt.empty(), OptionalLong.empty(), OURS), 0))
                .containsExactly(new LookAfter(10));
    }

    @Test
    void shouldNotClaimBeyondTheLastEpoch() {
        holdLatch();

        assertThat(machine.seen(free(Integer.MAX_VALUE, 3), 0)).containsExactly(new LookAfter(10));
    }

    @Test
    void shouldNotClaimInASessionWithoutARegistration() {
        holdLatch();

        assertThat(machine.seen(
                        new ElectionSight(OptionalInt.of(3), OptionalInt.of(3), OptionalLong.empty(), THEIRS), 0))
                .containsExactly(new LookAfter(10));
    }

    @Test
    void shouldJoinTheLineAnewWhenThereIsNoControllerForLong() {
        machine.registered(OURS);

        assertThat(machine.seen(free(1, 1), 10_000)).containsExactly(new LookAfter(5_000));
        machine.changed();
        assertThat(machine.seen(free(1, 1), 15_000)).startsWith(new LeaveLatch(), new EnterLatch(2));
    }

    @Test
    void shouldResignAndRemoveItsControllerBeforeItLeavesTheLatchWhenClosed() {
        elect();

        assertThat(machine.close())
                .containsExactly(new Resigned(FIRST, "it stops"), new Remove(1, OptionalInt.of(1)), new LeaveLatch());
        assertThat(machine.registered(THEIRS)).isEmpty();
        assertThat(machine.changed()).isEmpty();
        assertThat(machine.close()).isEmpty();
    }

    @Test
    void shouldRemoveATenureThatComesAfterTheClose() {
        holdLatch();
        machine.seen(nothing(), 0);
        machine.close();

        assertThat(machine.claimed(1, FIRST)).containsExactly(new Remove(1, OptionalInt.of(1)));
    }

    private void holdLatch() {
        machine.registered(OURS);
        machine.seen(nothing(), 0);
        machine.latchWon(1);
    }

    private void elect() {
        holdLatch();
        machine.seen(nothing(), 0);
        machine.claimed(1, FIRST);
        machine.seen(held(1, 1, OURS), 0);
    }

    private static ElectionSight nothing() {
        return new ElectionSight(OptionalInt.empty(), OptionalInt.empty(), OptionalLong.empty(), OURS);
    }

    private static ElectionSight free(int epoch, int version) {
        return new ElectionSight(OptionalInt.of(version), OptionalInt.of(epoch), OptionalLong.empty(), OURS);
    }

    private static ElectionSight held(int epoch, int version, long owner) {
        return new ElectionSight(OptionalInt.of(version), OptionalInt.of(epoch), OptionalLong.of(owner), OURS);
    }
}
