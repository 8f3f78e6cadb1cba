package dev.paddock.broker.partition;

import dev.paddock.protocol.ErrorCode;
import java.util.ArrayDeque;
import java.util.function.Supplier;

/** Appends of one partition that wait for its replicas, the oldest first. Of the shard's thread. */
final class AckWaits {
    private final PartitionShard shard;
    private final ArrayDeque<Append> waiting = new ArrayDeque<>(0);

    AckWaits(PartitionShard shard) {
        this.shard = shard;
    }

    void add(Append append) {
        waiting.add(append);
        append.timer(shard.schedule(append.timeoutMs(), () -> append.complete(shard, ErrorCode.REQUEST_TIMED_OUT)));
    }

    /** Those whose records all replicas have are done; with an error when fewer replicas than wanted have them. */
    void reached(long highWatermark, Supplier<ErrorCode> end) {
        Append first = waiting.peek();
        while (first != null && (first.isDone() || first.requiredOffset() <= highWatermark)) {
            waiting.poll();
            first.complete(shard, end.get());
            first = waiting.peek();
        }
    }

    void failAll(ErrorCode error) {
        for (Append next = waiting.poll(); next != null; next = waiting.poll()) {
            next.complete(shard, error);
        }
    }
}
