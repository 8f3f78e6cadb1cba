package dev.paddock.coordinator.topic;

/**
 * Which version of a topic's znode something was read from.
 *
 * @param czxid the transaction that created it: a topic deleted and created anew has another
 * @param zkVersion for compare-and-set
 * @param hasId false when an old tool has written the znode, so that the id is missing there
 */
public record TopicVersion(long czxid, int zkVersion, boolean hasId) {}
