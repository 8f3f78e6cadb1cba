package dev.paddock.broker.partition;

import dev.paddock.protocol.ErrorCode;
import java.util.ArrayList;
import java.util.List;

/** The appends of one request that go to one shard, as one message. */
public final class ShardAppends implements Runnable {
    private final PartitionShard shard;
    private final List<Partition> partitions = new ArrayList<>(1);
    private final List<Append> appends = new ArrayList<>(1);

    private ShardAppends(PartitionShard shard) {
        this.shard = shard;
    }

    /** To the message for its shard; a new one when there is none yet. */
    public static void add(List<ShardAppends> messages, Partition partition, Append append) {
        ShardAppends message = null;
        for (ShardAppends candidate : messages) {
            if (candidate.shard == partition.shard()) {
                message = candidate;
            }
        }
        if (message == null) {
            message = new ShardAppends(partition.shard());
            messages.add(message);
        }
        message.partitions.add(partition);
        message.appends.add(append);
    }

    /** Any thread, once. */
    public void send() {
        if (!shard.offer(this)) {
            appends.forEach(append -> append.refuse(ErrorCode.NOT_LEADER_OR_FOLLOWER));
        }
    }

    /** On the shard. */
    @Override
    public void run() {
        for (int i = 0; i < appends.size(); i++) {
            Partition partition = partitions.get(i);
            Append append = appends.get(i);
            partition.whenOpen(() -> partition.append(append));
        }
    }
}
