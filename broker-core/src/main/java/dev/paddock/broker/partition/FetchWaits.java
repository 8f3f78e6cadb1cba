package dev.paddock.broker.partition;

import java.util.ArrayList;
import java.util.List;

/** The fetches that wait for one partition, in no order. Of the shard's thread. */
final class FetchWaits {
    private final List<FetchSlot> waiting = new ArrayList<>(0);

    void add(FetchSlot slot) {
        slot.waitsAt(waiting.size());
        waiting.add(slot);
    }

    /** The last takes the place of the one that goes. */
    void remove(FetchSlot slot) {
        int place = slot.place();
        FetchSlot last = waiting.remove(waiting.size() - 1);
        if (last != slot) {
            waiting.set(place, last);
            last.waitsAt(place);
        }
        slot.waitsAt(FetchSlot.NOWHERE);
    }

    /** There may be more to read. Each may go while it is told, and take others of its kind with it. */
    void changed() {
        for (int i = waiting.size() - 1; i >= 0; i--) {
            if (i < waiting.size()) {
                waiting.get(i).changed();
            }
        }
    }

    /** They are answered with what there is. */
    void endAll() {
        for (int i = waiting.size() - 1; i >= 0; i--) {
            if (i < waiting.size()) {
                waiting.get(i).end();
            }
        }
    }
}
