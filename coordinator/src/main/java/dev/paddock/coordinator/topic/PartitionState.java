package dev.paddock.coordinator.topic;

import java.util.List;

/**
 * One partition as ZooKeeper shows it: who holds it, from the topic's znode, and who leads it, from its own.
 *
 * @param zkVersion of the partition's {@code state}, for compare-and-set; {@link #NO_STATE} while there is none
 * @param mzxid the transaction that last wrote the {@code state}; {@link #NO_STATE} while there is none
 */
public record PartitionState(int id, Assignment assignment, Leadership leadership, int zkVersion, long mzxid) {
    public static final int NO_STATE = -1;

    public static PartitionState withoutState(int id, Assignment assignment) {
        return new PartitionState(id, assignment, Leadership.NONE, NO_STATE, NO_STATE);
    }

    public boolean hasState() {
        return zkVersion != NO_STATE;
    }

    public boolean hasLeader() {
        return leadership.leader() != Leadership.NO_LEADER;
    }

    public int leader() {
        return leadership.leader();
    }

    public int leaderEpoch() {
        return leadership.leaderEpoch();
    }

    public List<Integer> isr() {
        return leadership.isr();
    }

    public int controllerEpoch() {
        return leadership.controllerEpoch();
    }

    public List<Integer> replicas() {
        return assignment.replicas();
    }
}
