package dev.paddock.log.producer;

import java.security.SecureRandom;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Producers by their ids, without an object for a key. Ids come from clients: the salt keeps them from being chosen to
 * collide. In what order it is walked through says nothing. Shrinks when producers leave, which they do by the dozen.
 */
final class ProducerTable {
    private static final long SALT = new SecureRandom().nextLong();
    private static final int CAPACITY_MIN = 4;
    private static final ProducerState[] NONE = {};

    /** A power of two, at most two thirds full; a producer lies in its own slot or in the next free one behind it. */
    private ProducerState[] slots = NONE;

    private int size;

    int size() {
        return size;
    }

    /** Null when it is not known. */
    ProducerState get(long producerId) {
        return size == 0 ? null : slots[slot(slots, producerId)];
    }

    void put(ProducerState state) {
        if ((size + 1) * 3 > slots.length * 2) {
            rehash(size + 1, any -> false);
        }
        int slot = slot(slots, state.producerId());
        size += slots[slot] == null ? 1 : 0;
        slots[slot] = state;
    }

    void removeIf(Predicate<ProducerState> condition) {
        int leaving = 0;
        for (ProducerState state : slots) {
            leaving += state != null && condition.test(state) ? 1 : 0;
        }
        if (leaving > 0) {
            rehash(size - leaving, condition);
        }
    }

    void clear() {
        slots = NONE;
        size = 0;
    }

    void forEach(Consumer<ProducerState> action) {
        for (ProducerState state : slots) {
            if (state != null) {
                action.accept(state);
            }
        }
    }

    private void rehash(int expected, Predicate<ProducerState> leaves) {
        int capacity = CAPACITY_MIN;
        while (expected * 3L > capacity * 2L) {
            capacity *= 2;
        }
        ProducerState[] fresh = new ProducerState[capacity];
        size = 0;
        for (ProducerState state : slots) {
            if (state != null && !leaves.test(state)) {
                fresh[slot(fresh, state.producerId())] = state;
                size++;
            }
        }
        slots = fresh;
    }

    /** Where the producer is, or where it belongs. */
    private static int slot(ProducerState[] slots, long producerId) {
        long mixed = (producerId ^ SALT) * 0x9e3779b97f4a7c15L;
        mixed = (mixed ^ (mixed >>> 32)) * 0xd6e8feb86659fd93L;
        int mask = slots.length - 1;
        int slot = (int) (mixed >>> 32) & mask;
        while (slots[slot] != null && slots[slot].producerId() != producerId) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }
}
