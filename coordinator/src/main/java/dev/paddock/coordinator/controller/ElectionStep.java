package dev.paddock.coordinator.controller;

import java.util.OptionalInt;

/** What the {@link ElectionMachine} wants done. Steps are done in order, and nothing is waited for in between. */
sealed interface ElectionStep {
    /** The entry comes back with the latch's events, so that those of a latch left before are told apart. */
    record EnterLatch(int entry) implements ElectionStep {}

    record LeaveLatch() implements ElectionStep {}

    /** Read both znodes. There is one such step under way at a time. */
    record Look() implements ElectionStep {}

    /** Look later; replaces an earlier step of this kind that has not come due. */
    record LookAfter(long delayMs) implements ElectionStep {}

    /** @param epochVersion what /controller_epoch must still have; empty when it must still be missing */
    record Claim(int number, int epoch, OptionalInt epochVersion, boolean replacesOurs) implements ElectionStep {}

    /**
     * Take our /controller away, unless somebody was elected since.
     *
     * @param epoch what /controller_epoch becomes when it is missing
     */
    record Remove(int epoch, OptionalInt epochVersion) implements ElectionStep {}

    /** For the log: has the latch, and waits for the session that holds /controller. */
    record Waits(long owner) implements ElectionStep {}

    record Elected(ControllerTenure tenure) implements ElectionStep {}

    record Resigned(ControllerTenure tenure, String reason) implements ElectionStep {}
}
