package dev.paddock.broker.topic;

import dev.paddock.coordinator.topic.BrokerRack;
import dev.paddock.coordinator.topic.PartitionState;
import dev.paddock.coordinator.topic.ReplicaPlacement;
import dev.paddock.coordinator.topic.Topic;
import dev.paddock.protocol.ErrorCode;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Where the partitions go that a topic gets besides those that it has. Rules and words are Apache Kafka 3.9's. Pure. */
public final class PartitionAddition {
    private PartitionAddition() {}

    /**
     * The replicas of each new partition. Throws {@link TopicException}.
     *
     * @param topic null when there is no such topic
     * @param count how many partitions there are to be in all
     * @param assignment the brokers of each new one; null when they are to be placed
     */
    public static List<List<Integer>> plan(
            String name, Topic topic, int count, List<List<Integer>> assignment, List<BrokerRack> live) {
        if (topic == null) {
            throw new TopicException(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, "The topic '" + name + "' does not exist.");
        }
        List<PartitionState> present = topic.partitions();
        requireStill(name, present);
        int more = count - present.size();
        if (more < 0) {
            throw new TopicException(
                    ErrorCode.INVALID_PARTITIONS,
                    "Topic currently has " + present.size() + " partitions, which is higher than the requested " + count
                            + ".");
        }
        if (more == 0) {
            throw new TopicException(
                    ErrorCode.INVALID_PARTITIONS, "Topic already has " + present.size() + " partitions.");
        }
        PartitionState first = topic.partition(0);
        if (first == null || first.replicas().isEmpty()) {
            throw new TopicException(
                    ErrorCode.UNKNOWN_SERVER_ERROR,
                    "Unexpected existing replica assignment for topic '" + name + "', partition id 0 is missing.");
        }
        if (assignment != null) {
            requireSound(assignment, more, present.size(), first.replicas().size(), live);
            return assignment;
        }
        return TopicCreation.place(
                () -> ReplicaPlacement.place(live, more, first.replicas().size(), behind(first, present.size(), live)));
    }

    /** Where the first partition's first replica stands among the brokers, so that leaders go on where they ended. */
    private static ReplicaPlacement.Start behind(PartitionState first, int present, List<BrokerRack> live) {
        List<Integer> sorted = live.stream()
                .map(BrokerRack::id)
                .sorted(Comparator.naturalOrder())
                .toList();
        int index = 0;
        while (index < sorted.size() && sorted.get(index) < first.replicas().get(0)) {
            index++;
        }
        return ReplicaPlacement.Start.fixed(index == sorted.size() ? 0 : index, present);
    }

    private static void requireStill(String name, List<PartitionState> present) {
        for (PartitionState partition : present) {
            if (!partition.assignment().adding().isEmpty()
                    || !partition.assignment().removing().isEmpty()) {
                throw new TopicException(
                        ErrorCode.REASSIGNMENT_IN_PROGRESS,
                        "A partition reassignment is in progress for the topic '" + name + "'.");
            }
        }
    }

    private static void requireSound(
            List<List<Integer>> assignment, int more, int present, int replicationFactor, List<BrokerRack> live) {
        Set<Integer> unknown = new TreeSet<>();
        assignment.forEach(unknown::addAll);
        unknown.removeAll(live.stream().map(BrokerRack::id).collect(Collectors.toSet()));
        if (!unknown.isEmpty()) {
            throw refused("Unknown broker(s) in replica assignment: " + joined(unknown) + ".");
        }
        if (assignment.size() != more) {
            throw refused("Increasing the number of partitions by " + more + " but " + assignment.size()
                    + " assignments provided.");
        }
        for (int index = 0; index < more; index++) {
            List<Integer> replicas = assignment.get(index);
            int partition = present + index;
            if (replicas.isEmpty()) {
                throw refused("Cannot have replication factor of 0 for partition id " + partition + ".");
            }
            if (new HashSet<>(replicas).size() != replicas.size()) {
                throw refused("Duplicate brokers not allowed in replica assignment: " + joined(replicas)
                        + " for partition id " + partition + ".");
            }
            if (replicas.size() != replicationFactor) {
                throw refused("Inconsistent replication factor between partitions, partition 0 has "
                        + replicationFactor + " while partitions [" + partition + "] have replication factors ["
                        + replicas.size() + "], respectively.");
            }
        }
    }

    private static String joined(Iterable<Integer> brokers) {
        StringBuilder text = new StringBuilder();
        brokers.forEach(broker -> text.append(text.isEmpty() ? "" : ", ").append(broker));
        return text.toString();
    }

    private static TopicException refused(String message) {
        return new TopicException(ErrorCode.INVALID_REPLICA_ASSIGNMENT, message);
    }
}
