package dev.paddock.coordinator.topic;

/**
 * Which version of a topic's znode something was read from.
 *
 * @param czxid the transaction that created it: a topic deleted and created anew has another
 * @param zkVersion for compare-and-set
 */
public record TopicVersion(long czxid, int zkVersion) {}
