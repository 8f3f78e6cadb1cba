package dev.paddock.broker.partition;

import dev.paddock.protocol.Uuid;

/**
 * What a fetch asks of one partition.
 *
 * @param topic null where the client names its topics by id
 * @param topicId ZERO where it names them by name
 * @param leaderEpoch which leader the client believes in, or -1
 * @param lastFetchedEpoch of the last record that it has, or -1
 * @param logStartOffset of a follower; -1 of a consumer
 */
public record WantedPartition(
        String topic,
        Uuid topicId,
        int partition,
        int leaderEpoch,
        long offset,
        int lastFetchedEpoch,
        long logStartOffset,
        int bytesMax) {
    /** Whether both mean the same partition, whatever they want of it. */
    public boolean isSameTopic(WantedPartition other) {
        return topicId.equals(other.topicId) && (topic == null ? other.topic == null : topic.equals(other.topic));
    }
}
