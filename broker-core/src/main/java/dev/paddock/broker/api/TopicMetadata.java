package dev.paddock.broker.api;

import dev.paddock.coordinator.topic.PartitionState;
import dev.paddock.coordinator.topic.Topic;
import dev.paddock.coordinator.topic.TopicName;
import dev.paddock.coordinator.zk.ClusterView;
import dev.paddock.protocol.ErrorCode;
import dev.paddock.protocol.message.MetadataResponse.MetadataResponsePartition;
import dev.paddock.protocol.message.MetadataResponse.MetadataResponseTopic;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;

/**
 * Topics in the words of one version of Metadata, for one listener.
 *
 * <p>As in Kafka: a leader that is dead, or not to be reached by the listener, is none. Version 0 cannot tell of replicas that
 * are dead, and gets an error for them; from 5 on they are named apart; from 6 on a leader that lives, but not on this
 * listener, has an error of its own. A partition that never had a leader is left out: kafkajs takes nothing from an answer in
 * which one partition has none.
 */
final class TopicMetadata {
    private static final int NO_LEADER = -1;
    private static final short FIRST_WITH_LISTENER_ERROR = 6;

    private final Set<Integer> live;
    private final Set<Integer> reachable;
    private final short version;
    private final boolean authorizedOperations;

    TopicMetadata(ClusterView cluster, String listener, short version, boolean authorizedOperations) {
        live = cluster.brokers().keySet();
        reachable = cluster.endpoints(listener).keySet();
        this.version = version;
        this.authorizedOperations = authorizedOperations;
    }

    /** Whether clients are told of it: as in Kafka, of a partition only from its first leader on. */
    static boolean isKnown(Topic topic) {
        return topic.partitions().stream().anyMatch(PartitionState::hasState);
    }

    MetadataResponseTopic of(Topic topic) {
        List<MetadataResponsePartition> partitions =
                new ArrayList<>(topic.partitions().size());
        topic.partitions().stream()
                .filter(PartitionState::hasState)
                .forEach(partition -> partitions.add(of(partition)));
        MetadataResponseTopic described = new MetadataResponseTopic()
                .name(topic.name())
                .topicId(topic.id())
                .isInternal(TopicName.isInternal(topic.name()))
                .partitions(partitions);
        if (authorizedOperations) {
            described.topicAuthorizedOperations(AuthorizedOperations.ON_TOPIC);
        }
        // Who asks for it by name is to ask again.
        return partitions.isEmpty() ? described.errorCode(ErrorCode.LEADER_NOT_AVAILABLE.code()) : described;
    }

    private MetadataResponsePartition of(PartitionState partition) {
        boolean onlyReachable = version == 0;
        int[] replicas = brokers(partition.replicas(), onlyReachable ? reachable::contains : broker -> true);
        int[] inSync = brokers(partition.isr(), onlyReachable ? reachable::contains : broker -> true);
        boolean hasLeader = reachable.contains(partition.leader());
        boolean complete = replicas.length == partition.replicas().size()
                && inSync.length == partition.isr().size();
        ErrorCode error = hasLeader
                ? (complete ? ErrorCode.NONE : ErrorCode.REPLICA_NOT_AVAILABLE)
                : leaderError(partition.leader());
        return new MetadataResponsePartition()
                .partitionIndex(partition.id())
                .errorCode(error.code())
                .leaderId(hasLeader ? partition.leader() : NO_LEADER)
                .leaderEpoch(partition.leaderEpoch())
                .replicaNodes(replicas)
                .isrNodes(inSync)
                .offlineReplicas(brokers(partition.replicas(), broker -> !live.contains(broker)));
    }

    private ErrorCode leaderError(int leader) {
        return live.contains(leader) && version >= FIRST_WITH_LISTENER_ERROR
                ? ErrorCode.LISTENER_NOT_FOUND
                : ErrorCode.LEADER_NOT_AVAILABLE;
    }

    private static int[] brokers(List<Integer> brokers, IntPredicate wanted) {
        return brokers.stream().mapToInt(Integer::intValue).filter(wanted).toArray();
    }
}
