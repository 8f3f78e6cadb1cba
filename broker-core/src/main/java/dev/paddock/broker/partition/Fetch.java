package dev.paddock.broker.partition;

import dev.paddock.protocol.ErrorCode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/**
 * One fetch over many partitions, from the event loop through the shards and back. Each shard looks what there is of its
 * partitions; when that is too little the fetch hangs on all of them, holding nothing, until one has more, or its time is
 * up; then all look again. No lock: the last part to arrive goes on.
 *
 * <pre>
 *   LOOKING --enough, an error, or no time to wait--> ENDED
 *      +-----too little--> WAITING --found(), end()--> LOOKING_AGAIN --> ENDED
 * </pre>
 */
public final class Fetch {
    private enum State {
        LOOKING,
        WAITING,
        LOOKING_AGAIN,
        ENDED
    }

    /** Hears of the fetch. */
    public interface Listener {
        /** It waits for records to come, from now on. */
        void waits();

        /** All that was found, in the order in which it was asked for; on any thread, once. */
        void found(FetchFindings findings);
    }

    private final FetchRules rules;
    private final Listener listener;
    private final List<FetchSlot> slots;
    private final List<ShardFetch> parts = new ArrayList<>(2);
    private final AtomicInteger missing = new AtomicInteger();
    private final AtomicLong foundBytes = new AtomicLong();
    private final AtomicReference<State> state = new AtomicReference<>(State.LOOKING);
    /** There is something to tell, or somebody wants it to end, however few bytes there are. */
    private volatile boolean urgent;

    public Fetch(FetchRules rules, int partitions, Listener listener) {
        this.rules = rules;
        this.listener = listener;
        slots = new ArrayList<>(partitions);
    }

    FetchRules rules() {
        return rules;
    }

    public void add(WantedPartition wanted, Partition partition) {
        slots.add(new FetchSlot(wanted, partition, ErrorCode.NONE, this));
    }

    /** A partition that is not here. As in Kafka the others are waited for all the same. */
    public void addAbsent(WantedPartition wanted, ErrorCode error) {
        slots.add(new FetchSlot(wanted, null, error, this));
    }

    /** Any thread, once, when all partitions are added. */
    public void start() {
        Map<PartitionShard, ShardFetch> byShard = new LinkedHashMap<>();
        for (FetchSlot slot : slots) {
            if (slot.partition() != null) {
                byShard.computeIfAbsent(slot.partition().shard(), shard -> new ShardFetch(this, shard))
                        .add(slot);
            }
        }
        parts.addAll(byShard.values());
        missing.set(parts.size() + 1);
        for (ShardFetch part : parts) {
            if (!part.shard().offer(part::begin)) {
                part.refuse();
            }
        }
        partRead(0);
    }

    void urgent() {
        urgent = true;
    }

    void partRead(int bytes) {
        foundBytes.addAndGet(bytes);
        if (missing.decrementAndGet() > 0) {
            return;
        }
        if (!rules.mayWait() || parts.isEmpty() || isEnough()) {
            become(State.LOOKING, State.ENDED);
            parts.forEach(ShardFetch::leave);
            listener.found(new FetchFindings(rules, slots));
            return;
        }
        slots.forEach(FetchSlot::giveBack);
        listener.waits();
        become(State.LOOKING, State.WAITING);
        parts.get(0).inShard(parts.get(0)::awaitTimeout);
        lookAgainIfEnough();
    }

    boolean isWaiting() {
        return state.get() == State.WAITING;
    }

    /** One of the partitions has more than it had. */
    void found(long moreBytes) {
        foundBytes.addAndGet(moreBytes);
        lookAgainIfEnough();
    }

    /** No more waiting, whatever there is. */
    void end() {
        urgent = true;
        lookAgainIfEnough();
    }

    private boolean isEnough() {
        return urgent || foundBytes.get() >= rules.bytesMin();
    }

    private void lookAgainIfEnough() {
        if (isEnough() && isWaiting() && state.compareAndSet(State.WAITING, State.LOOKING_AGAIN)) {
            missing.set(parts.size());
            for (ShardFetch part : parts) {
                part.inShard(part::finish);
            }
        }
    }

    void partFinished() {
        if (missing.decrementAndGet() == 0) {
            become(State.LOOKING_AGAIN, State.ENDED);
            listener.found(new FetchFindings(rules, slots));
        }
    }

    private void become(State before, State next) {
        if (!state.compareAndSet(before, next)) {
            throw new IllegalStateException("a fetch cannot be " + next + " after " + state.get());
        }
    }
}
