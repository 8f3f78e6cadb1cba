package dev.paddock.coordinator.zk;

/** Is told of each session event, in order, on the store's callback thread; must not block. */
@FunctionalInterface
public interface SessionListener {
    void onSession(SessionEvent event, ZkSession session);
}
