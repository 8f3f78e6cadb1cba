package dev.paddock.coordinator.topic;

/** Replicas cannot be placed as asked; the message is for the client. */
public final class PlacementException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** What is wrong. */
    public enum Reason {
        PARTITIONS,
        REPLICATION_FACTOR,
        RACKS
    }

    private final Reason reason;

    PlacementException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
