package dev.paddock.log.store;

import java.util.List;

/** In which log dir a new partition is created. Pure. */
final class Placement {
    private Placement() {}

    /** The index of the first with the fewest, as in Kafka. */
    static int fewest(List<Integer> partitions) {
        int best = 0;
        for (int i = 1; i < partitions.size(); i++) {
            if (partitions.get(i) < partitions.get(best)) {
                best = i;
            }
        }
        return best;
    }
}
