package dev.paddock.coordinator.controller;

import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * The two znodes as a candidate has read them, the epoch first.
 *
 * @param epochVersion empty when /controller_epoch is missing
 * @param epoch empty when it is missing or cannot be understood
 * @param owner the session that owns /controller (0 when it is not ephemeral); empty when it is missing
 * @param session the session that has read them
 */
record ElectionSight(OptionalInt epochVersion, OptionalInt epoch, OptionalLong owner, long session) {
    boolean ours() {
        return owner.isPresent() && owner.getAsLong() == session;
    }

    boolean heldByAnother() {
        return owner.isPresent() && owner.getAsLong() != session;
    }

    boolean malformed() {
        return epochVersion.isPresent() && epoch.isEmpty();
    }
}
