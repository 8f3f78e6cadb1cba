package dev.paddock.coordinator.zk;

import java.util.concurrent.CompletableFuture;

/**
 * Finds out whether a live broker answers where a registration says. It must not take this process for the other: when
 * our own listeners are open already on the same address, an answer from there says nothing. A failed future counts as
 * no answer.
 */
@FunctionalInterface
public interface LivenessProbe {
    CompletableFuture<Boolean> answers(RegisteredBroker registered);
}
