package dev.paddock.coordinator.zk;

/** How long a znode lives, and whether ZooKeeper appends a sequence number to its name. */
public enum CreateKind {
    PERSISTENT,
    EPHEMERAL,
    PERSISTENT_SEQUENTIAL,
    EPHEMERAL_SEQUENTIAL;

    public boolean ephemeral() {
        return this == EPHEMERAL || this == EPHEMERAL_SEQUENTIAL;
    }

    public boolean sequential() {
        return this == PERSISTENT_SEQUENTIAL || this == EPHEMERAL_SEQUENTIAL;
    }
}
