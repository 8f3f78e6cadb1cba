package dev.paddock.coordinator.topic;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Who is to lead a partition, from what ZooKeeper shows. Pure.
 *
 * <p>For as long as followers do not replicate: the leader is alone in sync. So a partition moves only when its leader is
 * gone and another live replica is in sync, or unclean election is allowed. A leader that has registered since the state was
 * written has been away in between, and what it had not forced to disk may be lost: it leads on in a new epoch, by which
 * clients and followers find out where its log ends now.
 *
 * @param brokers the live ones, with the transaction that registered each (its broker epoch)
 */
record LeadershipRule(Map<Integer, Long> brokers, int controllerEpoch) {
    /** The leadership to write; empty when all is well, or nobody can lead. */
    Optional<Leadership> decide(PartitionState partition, boolean uncleanElection) {
        if (!partition.hasState()) {
            return firstLive(partition.replicas()).map(leader -> leadership(leader, 0));
        }
        Long registered = brokers.get(partition.leader());
        if (registered != null) {
            return registered < partition.mzxid() ? Optional.empty() : next(partition, partition.leader());
        }
        List<Integer> inSync =
                partition.replicas().stream().filter(partition.isr()::contains).toList();
        Optional<Integer> successor = firstLive(inSync);
        if (successor.isEmpty() && uncleanElection) {
            successor = firstLive(partition.replicas());
        }
        return successor.flatMap(leader -> next(partition, leader));
    }

    private Optional<Integer> firstLive(List<Integer> candidates) {
        return candidates.stream().filter(brokers::containsKey).findFirst();
    }

    private Optional<Leadership> next(PartitionState partition, int leader) {
        return Optional.of(leadership(leader, Math.addExact(partition.leaderEpoch(), 1)));
    }

    private Leadership leadership(int leader, int epoch) {
        return new Leadership(leader, epoch, List.of(leader), controllerEpoch);
    }
}
