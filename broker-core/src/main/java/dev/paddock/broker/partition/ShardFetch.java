package dev.paddock.broker.partition;

import java.util.ArrayList;
import java.util.List;

/** The part of a fetch that is of one shard. Of its thread. */
final class ShardFetch {
    private final Fetch fetch;
    private final PartitionShard shard;
    private final List<FetchSlot> slots = new ArrayList<>();
    private ShardTimer timer;
    private int unopened;
    private boolean waits;

    ShardFetch(Fetch fetch, PartitionShard shard) {
        this.fetch = fetch;
        this.shard = shard;
    }

    PartitionShard shard() {
        return shard;
    }

    void add(FetchSlot slot) {
        slots.add(slot);
    }

    /** Opens what is not, and then looks what there is. */
    void begin() {
        unopened = slots.size() + 1;
        for (FetchSlot slot : slots) {
            slot.partition().whenOpen(this::openedOne);
        }
        openedOne();
    }

    private void openedOne() {
        if (--unopened == 0) {
            int found = readAll(true);
            fetch.partRead(found);
        }
    }

    /** Each waits from now on, unless it is known already that the fetch will not: so that nothing is missed. */
    private int readAll(boolean mayWait) {
        FetchRules rules = fetch.rules();
        int room = rules.bytesMax();
        int found = 0;
        boolean news = false;
        int[] each = new int[slots.size()];
        for (int i = 0; i < each.length; i++) {
            FetchSlot slot = slots.get(i);
            each[i] = slot.read(room, found == 0);
            found += each[i];
            room = Math.max(0, room - each[i]);
            news |= slot.hasNews();
        }
        if (news) {
            fetch.urgent();
        }
        waits = mayWait && rules.mayWait() && !news && found < rules.bytesMin();
        if (waits) {
            for (int i = 0; i < each.length; i++) {
                slots.get(i).await(each[i]);
            }
        }
        return found;
    }

    /** Now when this is its thread; otherwise soon, and never lost. */
    void inShard(Runnable action) {
        if (shard.inLoop()) {
            action.run();
        } else {
            shard.execute(action);
        }
    }

    void awaitTimeout() {
        if (fetch.isWaiting()) {
            timer = shard.schedule(fetch.rules().waitMsMax(), fetch::end);
        }
    }

    /** The shard has no room, or is stopping. */
    void refuse() {
        slots.forEach(FetchSlot::refuse);
        fetch.urgent();
        fetch.partRead(0);
    }

    /** The wait is over: looks again, and for good. */
    void finish() {
        if (timer != null) {
            shard.cancel(timer);
        }
        if (waits) {
            waits = false;
            slots.forEach(FetchSlot::endAwait);
        }
        readAll(false);
        fetch.partFinished();
    }

    /** The fetch ended at the first look; only what lies in the partitions' lists is left of it. */
    void leave() {
        if (waits) {
            inShard(() -> slots.forEach(FetchSlot::endAwait));
        }
    }
}
