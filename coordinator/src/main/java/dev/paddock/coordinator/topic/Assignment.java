package dev.paddock.coordinator.topic;

import java.util.List;

/** The brokers that hold a partition, the preferred leader first; some of them may be on their way in or out. */
public record Assignment(List<Integer> replicas, List<Integer> adding, List<Integer> removing) {
    public Assignment {
        replicas = List.copyOf(replicas);
        adding = List.copyOf(adding);
        removing = List.copyOf(removing);
    }

    public static Assignment of(List<Integer> replicas) {
        return new Assignment(replicas, List.of(), List.of());
    }

    public static Assignment of(Integer... replicas) {
        return of(List.of(replicas));
    }
}
