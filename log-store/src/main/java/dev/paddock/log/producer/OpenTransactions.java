package dev.paddock.log.producer;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The transactions that keep a log from being stable: those that are undecided, and those whose marker lies above the high
 * watermark, since it may be lost with its leader. Pure; part of a {@link ProducerLedger}.
 */
final class OpenTransactions {
    private record Decided(long firstOffset, long markerOffset) {}

    /** First offset -> producer. */
    private final TreeMap<Long, Long> undecided = new TreeMap<>();
    /** In the order of their markers, which is the order of the log. */
    private final Deque<Decided> unreplicated = new ArrayDeque<>(1);

    private final TreeSet<Long> unreplicatedFirstOffsets = new TreeSet<>();
    private OptionalLong firstUnstable = OptionalLong.empty();

    void begin(long firstOffset, long producerId) {
        undecided.put(firstOffset, producerId);
        findFirstUnstable();
    }

    /** Returns the last stable offset as it is then, were everything replicated. */
    long complete(long firstOffset, long markerOffset) {
        undecided.remove(firstOffset);
        unreplicated.add(new Decided(firstOffset, markerOffset));
        unreplicatedFirstOffsets.add(firstOffset);
        findFirstUnstable();
        return undecided.isEmpty() ? markerOffset + 1 : undecided.firstKey();
    }

    /** Forgets the decided ones whose marker is below an offset. */
    void replicatedUpTo(long offset) {
        if (unreplicated.isEmpty() || unreplicated.getFirst().markerOffset >= offset) {
            return;
        }
        do {
            unreplicatedFirstOffsets.remove(unreplicated.removeFirst().firstOffset);
        } while (!unreplicated.isEmpty() && unreplicated.getFirst().markerOffset < offset);
        findFirstUnstable();
    }

    void clear() {
        undecided.clear();
        unreplicated.clear();
        unreplicatedFirstOffsets.clear();
        firstUnstable = OptionalLong.empty();
    }

    OptionalLong firstUnstable() {
        return firstUnstable;
    }

    OptionalLong firstUndecided() {
        return undecided.isEmpty() ? OptionalLong.empty() : OptionalLong.of(undecided.firstKey());
    }

    /** Whose is the oldest that is undecided. */
    OptionalLong oldestProducer() {
        return undecided.isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(undecided.firstEntry().getValue());
    }

    boolean hasUnreplicated() {
        return !unreplicated.isEmpty();
    }

    private void findFirstUnstable() {
        long first = Long.MAX_VALUE;
        if (!undecided.isEmpty()) {
            first = undecided.firstKey();
        }
        if (!unreplicatedFirstOffsets.isEmpty()) {
            first = Math.min(first, unreplicatedFirstOffsets.first());
        }
        firstUnstable = first == Long.MAX_VALUE ? OptionalLong.empty() : OptionalLong.of(first);
    }
}
