package dev.paddock.coordinator.producer;

import java.util.Optional;

/** Ids that one broker may give out; both ends belong to it. */
public record ProducerIdBlock(int brokerId, long first, long last) {
    public static final int SIZE = 1_000;

    /** The block after the one that was given out last; empty when there are no more ids. */
    public static Optional<ProducerIdBlock> after(Optional<ProducerIdBlock> latest, int brokerId) {
        if (latest.isEmpty()) {
            return Optional.of(new ProducerIdBlock(brokerId, 0, SIZE - 1));
        }
        long last = latest.get().last();
        return last > Long.MAX_VALUE - SIZE
                ? Optional.empty()
                : Optional.of(new ProducerIdBlock(brokerId, last + 1, last + SIZE));
    }
}
