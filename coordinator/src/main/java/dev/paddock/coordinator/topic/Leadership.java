package dev.paddock.coordinator.topic;

import java.util.List;

/** Who leads a partition since when, and which replicas have all that is committed. */
public record Leadership(int leader, int leaderEpoch, List<Integer> isr, int controllerEpoch) {
    public static final int NO_LEADER = -1;
    /** Before any controller has said anything of the partition. */
    public static final Leadership NONE = new Leadership(NO_LEADER, -1, List.of(), -1);

    public Leadership {
        isr = List.copyOf(isr);
    }
}
