package dev.paddock.broker.api;

import dev.paddock.broker.fetch.FetchSessions;
import dev.paddock.broker.metrics.Traffic;
import dev.paddock.broker.partition.LocalPartitions;
import dev.paddock.coordinator.zk.ClusterView;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * What the handlers of records need.
 *
 * @param partitions there before the first request comes
 * @param disk where reading may block
 * @param fetchBytesMax fetch.max.bytes
 */
public record Serving(
        Supplier<LocalPartitions> partitions,
        Supplier<ClusterView> cluster,
        FetchSessions sessions,
        Executor disk,
        Traffic traffic,
        int fetchBytesMax) {
    /** The handlers of all APIs that read and write records. */
    public List<ApiHandler<?, ?>> handlers() {
        return List.of(
                new ProduceHandler(this),
                new FetchHandler(this),
                new ListOffsetsHandler(this),
                new OffsetForLeaderEpochHandler(this),
                new DeleteRecordsHandler(this),
                new DescribeLogDirsHandler(this));
    }
}
