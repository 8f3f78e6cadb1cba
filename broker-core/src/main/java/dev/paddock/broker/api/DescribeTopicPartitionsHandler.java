package dev.paddock.broker.api;

import dev.paddock.broker.net.RequestContext;
import dev.paddock.broker.topic.BrokerTopics;
import dev.paddock.coordinator.topic.PartitionState;
import dev.paddock.coordinator.topic.Topic;
import dev.paddock.coordinator.topic.TopicName;
import dev.paddock.coordinator.topic.TopicTable;
import dev.paddock.coordinator.zk.ClusterView;
import dev.paddock.protocol.ErrorCode;
import dev.paddock.protocol.message.ApiKey;
import dev.paddock.protocol.message.DescribeTopicPartitionsRequest;
import dev.paddock.protocol.message.DescribeTopicPartitionsRequest.TopicRequest;
import dev.paddock.protocol.message.DescribeTopicPartitionsResponse;
import dev.paddock.protocol.message.DescribeTopicPartitionsResponse.Cursor;
import dev.paddock.protocol.message.DescribeTopicPartitionsResponse.DescribeTopicPartitionsResponsePartition;
import dev.paddock.protocol.message.DescribeTopicPartitionsResponse.DescribeTopicPartitionsResponseTopic;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * Topics with their partitions, a page at a time (KIP-966).
 *
 * <p>Behaviour: topics in the order of their names, from the cursor on, as many partitions as the client wants and
 * max.request.partition.size.limit allows; where that ends, the answer has the cursor of the next page. No topic named means
 * all. Nothing is created for who asks. Partitions have no errors: one without a leader says so.
 *
 * <p>Differs from Kafka: brokers with ZooKeeper do not have this API there. There are no eligible leader replicas yet.
 */
final class DescribeTopicPartitionsHandler
        implements ApiHandler<DescribeTopicPartitionsRequest, DescribeTopicPartitionsResponse> {
    private static final int NO_LEADER = -1;
    private static final int[] NONE = {};

    private final Supplier<BrokerTopics> here;

    DescribeTopicPartitionsHandler(Supplier<BrokerTopics> here) {
        this.here = here;
    }

    @Override
    public ApiKey api() {
        return ApiKey.DESCRIBE_TOPIC_PARTITIONS;
    }

    @Override
    public void handle(RequestContext context, DescribeTopicPartitionsRequest request) {
        TopicTable table = here.get().catalog().table();
        Page page = new Page(here.get().cluster(), context.peer().listener().name(), limit(request));
        int first = request.cursor() == null ? 0 : request.cursor().partitionIndex();
        for (String name : names(request, table)) {
            if (page.isFull()) {
                page.goOnAt(name, 0);
            }
            if (page.isDone()) {
                break;
            }
            Topic topic = table.topic(name);
            boolean atCursor =
                    request.cursor() != null && name.equals(request.cursor().topicName());
            if (topic != null) {
                page.add(topic, atCursor ? first : 0);
            } else if (!request.topics().isEmpty()) {
                page.add(unknown(name));
            }
        }
        context.respond(page.response);
    }

    private int limit(DescribeTopicPartitionsRequest request) {
        int most = here.get().settings().describedPartitionsMax();
        return Math.max(1, Math.min(most, request.responsePartitionLimit()));
    }

    /** What is asked for and not before the cursor. */
    private static SortedSet<String> names(DescribeTopicPartitionsRequest request, TopicTable table) {
        TreeSet<String> names = new TreeSet<>(table.names());
        if (!request.topics().isEmpty()) {
            names.clear();
            request.topics().forEach(topic -> names.add(topic.name()));
        }
        if (request.cursor() == null) {
            return names;
        }
        String from = request.cursor().topicName();
        if (!request.topics().isEmpty() && !names.contains(from)) {
            throw new ApiException(ErrorCode.INVALID_REQUEST, "the cursor is at " + from + ", which is not asked for");
        }
        if (request.cursor().partitionIndex() < 0) {
            throw new ApiException(
                    ErrorCode.INVALID_REQUEST,
                    "the cursor is at partition " + request.cursor().partitionIndex() + " of " + from);
        }
        return names.tailSet(from);
    }

    /** As in Kafka, the answer has no room for an error but in its topics. */
    @Override
    public DescribeTopicPartitionsResponse failure(DescribeTopicPartitionsRequest request, ErrorCode error) {
        List<DescribeTopicPartitionsResponseTopic> topics = new ArrayList<>();
        for (TopicRequest topic : request.topics()) {
            topics.add(failed(topic.name(), error));
        }
        return new DescribeTopicPartitionsResponse().topics(topics);
    }

    private static DescribeTopicPartitionsResponseTopic unknown(String name) {
        return failed(
                name,
                TopicName.isValid(name) ? ErrorCode.UNKNOWN_TOPIC_OR_PARTITION : ErrorCode.INVALID_TOPIC_EXCEPTION);
    }

    private static DescribeTopicPartitionsResponseTopic failed(String name, ErrorCode error) {
        return new DescribeTopicPartitionsResponseTopic()
                .name(name)
                .errorCode(error.code())
                .isInternal(TopicName.isInternal(name));
    }

    /** One answer as it is filled. */
    private static final class Page {
        private final DescribeTopicPartitionsResponse response =
                new DescribeTopicPartitionsResponse().topics(new ArrayList<>());
        private final Set<Integer> reachable;
        private int room;

        Page(ClusterView cluster, String listener, int room) {
            reachable = cluster.endpoints(listener).keySet();
            this.room = room;
        }

        boolean isFull() {
            return room == 0;
        }

        boolean isDone() {
            return response.nextCursor() != null;
        }

        /** Unless the rest of the topic before comes first. */
        void goOnAt(String topic, int partition) {
            if (isDone()) {
                return;
            }
            response.nextCursor(new Cursor().topicName(topic).partitionIndex(partition));
        }

        void add(DescribeTopicPartitionsResponseTopic topic) {
            response.topics().add(topic);
        }

        void add(Topic topic, int first) {
            List<PartitionState> all = topic.partitions();
            int from = Math.min(first, all.size());
            int to = from + Math.min(room, all.size() - from);
            List<DescribeTopicPartitionsResponsePartition> partitions = new ArrayList<>(to - from);
            all.subList(from, to).forEach(partition -> partitions.add(described(partition)));
            add(new DescribeTopicPartitionsResponseTopic()
                    .name(topic.name())
                    .topicId(topic.id())
                    .isInternal(TopicName.isInternal(topic.name()))
                    .partitions(partitions)
                    .topicAuthorizedOperations(AuthorizedOperations.ON_TOPIC));
            room -= to - from;
            if (to < all.size()) {
                goOnAt(topic.name(), to);
            }
        }

        private DescribeTopicPartitionsResponsePartition described(PartitionState partition) {
            return new DescribeTopicPartitionsResponsePartition()
                    .partitionIndex(partition.id())
                    .leaderId(reachable.contains(partition.leader()) ? partition.leader() : NO_LEADER)
                    .leaderEpoch(partition.leaderEpoch())
                    .replicaNodes(ids(partition.replicas()))
                    .isrNodes(ids(partition.isr()))
                    .eligibleLeaderReplicas(NONE)
                    .lastKnownElr(NONE)
                    .offlineReplicas(partition.replicas().stream()
                            .filter(replica -> !reachable.contains(replica))
                            .mapToInt(Integer::intValue)
                            .toArray());
        }

        private static int[] ids(List<Integer> brokers) {
            return brokers.stream().mapToInt(Integer::intValue).toArray();
        }
    }
}
