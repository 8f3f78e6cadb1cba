package dev.paddock.broker.partition;

import dev.paddock.protocol.ErrorCode;
import java.util.function.Consumer;

/** Asks something of one partition, on its shard, once its log is open. */
public final class PartitionCall {
    private PartitionCall() {}

    /**
     * Calls back once: with NONE, on the partition's shard, where the log is open and led from here; otherwise with the
     * error, on any thread.
     *
     * @param leaderEpoch which leader the client believes in, or -1
     */
    public static void ask(LocalTopic topic, int partition, int leaderEpoch, Consumer<ErrorCode> answer) {
        Partition found = topic == null ? null : topic.partition(partition);
        if (found == null) {
            answer.accept(topic == null ? ErrorCode.UNKNOWN_TOPIC_OR_PARTITION : topic.absence(partition));
            return;
        }
        boolean taken = found.shard().offer(() -> found.whenOpen(() -> answer.accept(found.error(leaderEpoch))));
        if (!taken) {
            answer.accept(ErrorCode.NOT_LEADER_OR_FOLLOWER);
        }
    }
}
