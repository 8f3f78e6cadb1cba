package dev.paddock.log.producer;

/** Who appends, which says how much is checked. */
public enum AppendOrigin {
    /** A producer: epoch and sequence. */
    CLIENT,
    /** A coordinator of this broker, for a producer, whose records have no sequence; and all markers: epoch. */
    COORDINATOR,
    /** The leader, which has checked already. */
    REPLICA
}
