package dev.paddock.coordinator.zk;

import java.util.Map;

/**
 * Decides what a broker does that finds its id taken in ZooKeeper. Pure.
 *
 * <pre>
 *   owner is our present session               -> Ours
 *   not ephemeral                              -> Refuse(PERMANENT): it would never go by itself
 *   owner is a session we had, not ended yet   -> EndSession: the node goes at once
 *   owner is someone else's, not asked yet     -> Probe: does a broker answer where it says it listens?
 *   it answers                                 -> Refuse(ALIVE)
 *   it does not, or ending it did not help     -> Wait until its session has timed out, then Refuse(STAYED)
 * </pre>
 */
final class RegistrationRule {
    /** Why a registration is refused. */
    enum Refusal {
        /** A live broker has the id. */
        ALIVE,
        /** Nobody answers for it, but its session does not end. */
        STAYED,
        /** It was made by hand, or by a tool, as a persistent znode. */
        PERMANENT
    }

    /** What is known of the broker at the other end of a registration. */
    enum Answer {
        NOT_ASKED,
        ANSWERS,
        SILENT
    }

    sealed interface Step {
        record Ours() implements Step {}

        record EndSession(ZkSession session) implements Step {}

        record Probe() implements Step {}

        record Wait(long atMostMs) implements Step {}

        record Refuse(Refusal refusal) implements Step {}
    }

    /** The registration found: its owner, and what has been tried about this owner since. */
    record Sighting(long owner, Answer answer, boolean sessionEnded, long waitedMs) {}

    private final long waitMaxMs;

    /** @param waitMaxMs how long a silent owner's session is waited for in all: its timeout and a margin */
    RegistrationRule(long waitMaxMs) {
        this.waitMaxMs = waitMaxMs;
    }

    /** @param formerSessions by id, those this broker had: earlier in this process, or in its last run */
    Step decide(Sighting found, long presentSession, Map<Long, ZkSession> formerSessions) {
        if (found.owner() == presentSession) {
            return new Step.Ours();
        }
        if (found.owner() == 0) {
            return new Step.Refuse(Refusal.PERMANENT);
        }
        ZkSession former = formerSessions.get(found.owner());
        if (former != null && !found.sessionEnded()) {
            return new Step.EndSession(former);
        }
        if (former == null && found.answer() == Answer.NOT_ASKED) {
            return new Step.Probe();
        }
        if (former == null && found.answer() == Answer.ANSWERS) {
            return new Step.Refuse(Refusal.ALIVE);
        }
        long leftMs = waitMaxMs - found.waitedMs();
        return leftMs > 0 ? new Step.Wait(leftMs) : new Step.Refuse(Refusal.STAYED);
    }
}
