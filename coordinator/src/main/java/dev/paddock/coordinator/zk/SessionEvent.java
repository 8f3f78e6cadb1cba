package dev.paddock.coordinator.zk;

/** What happened to the session with ZooKeeper. */
public enum SessionEvent {
    /** The same session is connected, at the start or again. Ephemeral znodes and watches are still there. */
    CONNECTED,
    /** The connection broke. The session may live on; nothing can be written until it is back. */
    SUSPENDED,
    /** ZooKeeper ended the session. Its ephemeral znodes are gone; who leads by one must stop at once. */
    EXPIRED,
    /** Another session is connected in place of an expired one. Ephemeral znodes must be created anew. */
    NEW_SESSION
}
