package dev.paddock.broker.api;

import dev.paddock.broker.net.RequestContext;
import dev.paddock.log.TopicPartition;
import dev.paddock.log.store.DirStatus;
import dev.paddock.protocol.ErrorCode;
import dev.paddock.protocol.message.ApiKey;
import dev.paddock.protocol.message.DescribeLogDirsRequest;
import dev.paddock.protocol.message.DescribeLogDirsRequest.DescribableLogDirTopic;
import dev.paddock.protocol.message.DescribeLogDirsResponse;
import dev.paddock.protocol.message.DescribeLogDirsResponse.DescribeLogDirsPartition;
import dev.paddock.protocol.message.DescribeLogDirsResponse.DescribeLogDirsResult;
import dev.paddock.protocol.message.DescribeLogDirsResponse.DescribeLogDirsTopic;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The log dirs of this broker, and what each partition takes of them.
 *
 * <p>Behaviour: a dir that has failed is listed with KAFKA_STORAGE_ERROR and nothing in it. Replicas are never behind
 * themselves, so that the lag is 0; none is on its way to another dir.
 *
 * <p>Version notes: 3 can fail as a whole, 4 tells the size of the disk.
 */
final class DescribeLogDirsHandler implements ApiHandler<DescribeLogDirsRequest, DescribeLogDirsResponse> {
    private final Serving serving;

    DescribeLogDirsHandler(Serving serving) {
        this.serving = serving;
    }

    @Override
    public ApiKey api() {
        return ApiKey.DESCRIBE_LOG_DIRS;
    }

    @Override
    public void handle(RequestContext context, DescribeLogDirsRequest request) {
        serving.disk().execute(() -> context.respond(describe(request)));
    }

    private DescribeLogDirsResponse describe(DescribeLogDirsRequest request) {
        Set<TopicPartition> wanted = wanted(request);
        List<DescribeLogDirsResult> results = new ArrayList<>();
        for (DirStatus dir : serving.partitions().get().store().directories()) {
            results.add(describe(dir, wanted));
        }
        return new DescribeLogDirsResponse().results(results);
    }

    /** Null for all. */
    private static Set<TopicPartition> wanted(DescribeLogDirsRequest request) {
        if (request.topics() == null) {
            return null;
        }
        Set<TopicPartition> wanted = new HashSet<>();
        for (DescribableLogDirTopic topic : request.topics()) {
            for (int partition : topic.partitions()) {
                wanted.add(new TopicPartition(topic.topic(), partition));
            }
        }
        return wanted;
    }

    private static DescribeLogDirsResult describe(DirStatus dir, Set<TopicPartition> wanted) {
        DescribeLogDirsResult result =
                new DescribeLogDirsResult().logDir(dir.path().toString());
        if (!dir.isOnline()) {
            return result.errorCode(ErrorCode.KAFKA_STORAGE_ERROR.code());
        }
        Map<String, List<DescribeLogDirsPartition>> byTopic = new TreeMap<>();
        dir.sizes().forEach((partition, bytes) -> {
            if (wanted == null || wanted.contains(partition)) {
                byTopic.computeIfAbsent(partition.topic(), topic -> new ArrayList<>())
                        .add(new DescribeLogDirsPartition()
                                .partitionIndex(partition.partition())
                                .partitionSize(bytes));
            }
        });
        List<DescribeLogDirsTopic> topics = new ArrayList<>(byTopic.size());
        byTopic.forEach((topic, partitions) ->
                topics.add(new DescribeLogDirsTopic().name(topic).partitions(partitions)));
        result.topics(topics);
        try {
            FileStore disk = Files.getFileStore(dir.path());
            return result.totalBytes(disk.getTotalSpace()).usableBytes(disk.getUsableSpace());
        } catch (IOException e) {
            // The disk may have failed a moment ago: then it is told the next time.
            return result.errorCode(ErrorCode.KAFKA_STORAGE_ERROR.code());
        }
    }

    @Override
    public DescribeLogDirsResponse failure(DescribeLogDirsRequest request, ErrorCode error) {
        return new DescribeLogDirsResponse().errorCode(error.code());
    }
}
