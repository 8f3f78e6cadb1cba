package dev.paddock.coordinator.topic;

import dev.paddock.coordinator.topic.PlacementException.Reason;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * Which brokers hold a new partition: as Apache Kafka places them, spread evenly over brokers and racks. Leaders go round
 * the brokers from a starting point; the followers stand behind their leader at a distance that grows with every round, so
 * that the load of a broker that fails is spread. With racks, brokers are lined up rack by rack in turn, and no rack gets a
 * second replica before each has one. Pure.
 */
public final class ReplicaPlacement {
    /**
     * Where to start: at random for a new topic; for more partitions of one at the place of its first replica, so that they
     * go on where the others ended.
     */
    public record Start(int leaderIndex, int followerShift, int firstPartition) {
        /** Somewhere. */
        public static Start random(RandomGenerator random, int brokers) {
            return brokers == 0 ? fixed(0, 0) : new Start(random.nextInt(brokers), random.nextInt(brokers), 0);
        }

        public static Start fixed(int index, int firstPartition) {
            return new Start(index, index, firstPartition);
        }
    }

    private final List<Integer> line;
    private final Map<Integer, String> racks;
    private final int rackCount;

    private ReplicaPlacement(List<Integer> line, Map<Integer, String> racks) {
        this.line = line;
        this.racks = racks;
        this.rackCount = new HashSet<>(racks.values()).size();
    }

    /** The replicas of each new partition, in the order of the partitions. Throws {@link PlacementException}. */
    public static List<List<Integer>> place(
            Collection<BrokerRack> brokers, int partitions, int replicationFactor, Start start) {
        if (partitions <= 0) {
            throw new PlacementException(Reason.PARTITIONS, "Number of partitions must be larger than 0.");
        }
        if (replicationFactor <= 0) {
            throw new PlacementException(Reason.REPLICATION_FACTOR, "Replication factor must be larger than 0.");
        }
        if (replicationFactor > brokers.size()) {
            throw new PlacementException(
                    Reason.REPLICATION_FACTOR,
                    "Replication factor: " + replicationFactor + " larger than available brokers: " + brokers.size()
                            + ".");
        }
        ReplicaPlacement placement = of(brokers);
        List<List<Integer>> placed = new ArrayList<>(partitions);
        int size = placement.line.size();
        int shift = start.followerShift();
        for (int partition = start.firstPartition(); placed.size() < partitions; partition++) {
            if (partition > 0 && partition % size == 0) {
                shift++;
            }
            placed.add(placement.replicas((partition + start.leaderIndex()) % size, shift, replicationFactor));
        }
        return placed;
    }

    private static ReplicaPlacement of(Collection<BrokerRack> brokers) {
        List<BrokerRack> sorted =
                brokers.stream().sorted(Comparator.comparing(BrokerRack::id)).toList();
        Map<Integer, String> racks = new HashMap<>();
        sorted.forEach(broker -> broker.rack().ifPresent(rack -> racks.put(broker.id(), rack)));
        if (racks.isEmpty()) {
            return new ReplicaPlacement(sorted.stream().map(BrokerRack::id).toList(), racks);
        }
        if (racks.size() < sorted.size()) {
            throw new PlacementException(
                    Reason.RACKS, "Not all brokers have rack information for replica rack aware assignment.");
        }
        return new ReplicaPlacement(alternating(sorted, racks), racks);
    }

    /** One broker of each rack in turn, racks by name and brokers by id, until there are no more. */
    private static List<Integer> alternating(List<BrokerRack> sorted, Map<Integer, String> racks) {
        Map<String, List<Integer>> byRack = new TreeMap<>();
        sorted.forEach(broker -> byRack.computeIfAbsent(racks.get(broker.id()), rack -> new ArrayList<>())
                .add(broker.id()));
        List<Integer> line = new ArrayList<>(sorted.size());
        for (int round = 0; line.size() < sorted.size(); round++) {
            for (List<Integer> rack : byRack.values()) {
                if (round < rack.size()) {
                    line.add(rack.get(round));
                }
            }
        }
        return line;
    }

    private List<Integer> replicas(int leaderIndex, int shift, int replicationFactor) {
        List<Integer> replicas = new ArrayList<>(replicationFactor);
        replicas.add(line.get(leaderIndex));
        if (racks.isEmpty()) {
            for (int follower = 0; follower < replicationFactor - 1; follower++) {
                replicas.add(behind(leaderIndex, shift, follower));
            }
            return replicas;
        }
        Set<String> used = new HashSet<>();
        used.add(racks.get(replicas.get(0)));
        for (int step = 0; replicas.size() < replicationFactor; step++) {
            int candidate = behind(leaderIndex, shift * rackCount, step);
            boolean rackIsDue = used.size() == rackCount || !used.contains(racks.get(candidate));
            if (rackIsDue && !replicas.contains(candidate)) {
                replicas.add(candidate);
                used.add(racks.get(candidate));
            }
        }
        return replicas;
    }

    /** Every broker but the leader comes once in as many steps. */
    private int behind(int leaderIndex, int shift, int step) {
        int distance = 1 + (shift + step) % (line.size() - 1);
        return line.get((leaderIndex + distance) % line.size());
    }
}
