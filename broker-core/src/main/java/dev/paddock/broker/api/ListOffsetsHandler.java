package dev.paddock.broker.api;

import dev.paddock.broker.net.RequestContext;
import dev.paddock.broker.partition.Gathering;
import dev.paddock.broker.partition.LocalTopic;
import dev.paddock.broker.partition.PartitionCall;
import dev.paddock.log.TopicPartition;
import dev.paddock.log.log.ReadBound;
import dev.paddock.protocol.ErrorCode;
import dev.paddock.protocol.message.ApiKey;
import dev.paddock.protocol.message.ListOffsetsRequest;
import dev.paddock.protocol.message.ListOffsetsRequest.ListOffsetsPartition;
import dev.paddock.protocol.message.ListOffsetsRequest.ListOffsetsTopic;
import dev.paddock.protocol.message.ListOffsetsResponse;
import dev.paddock.protocol.message.ListOffsetsResponse.ListOffsetsPartitionResponse;
import dev.paddock.protocol.message.ListOffsetsResponse.ListOffsetsTopicResponse;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Offsets by time: the first record that is as young as a timestamp, and some offsets that have a name.
 *
 * <p>Behaviour: the latest is the high watermark, or for readers of committed records the last stable offset; replicas see
 * the end of the log. There is no tiered storage: what lies there is nothing, what lies here is all.
 *
 * <p>Version notes: 0 lists the first offsets of segments, latest first; 2 brings the isolation level, 4 leader epochs, 7 the
 * youngest record, 8, 9 and 11 the names that tiered storage needs. A partition named twice is INVALID_REQUEST from 1 on.
 */
final class ListOffsetsHandler implements ApiHandler<ListOffsetsRequest, ListOffsetsResponse> {
    private static final byte READ_COMMITTED = 1;
    private static final short FIRST_WITH_LEADER_EPOCHS = 4;
    private static final int NO_LEADER_EPOCH = -1;

    private final Serving serving;

    ListOffsetsHandler(Serving serving) {
        this.serving = serving;
    }

    @Override
    public ApiKey api() {
        return ApiKey.LIST_OFFSETS;
    }

    @Override
    public void handle(RequestContext context, ListOffsetsRequest request) {
        ListOffsetsResponse response = failure(request, ErrorCode.NONE);
        Set<TopicPartition> twice = namedTwice(request);
        int asked = request.topics().stream()
                .mapToInt(topic -> topic.partitions().size())
                .sum();
        Gathering gathering = new Gathering(asked + 1, () -> {
            if (context.version() < FIRST_WITH_LEADER_EPOCHS) {
                forgetLeaderEpochs(response);
            }
            context.respond(response);
        });
        ReadBound bound = bound(request);
        for (int t = 0; t < request.topics().size(); t++) {
            ListOffsetsTopic topic = request.topics().get(t);
            LocalTopic local = serving.partitions().get().topic(topic.name());
            for (int p = 0; p < topic.partitions().size(); p++) {
                ListOffsetsPartition partition = topic.partitions().get(p);
                ListOffsetsPartitionResponse answer =
                        response.topics().get(t).partitions().get(p);
                ErrorCode error = context.version() == 0
                        ? ErrorCode.NONE
                        : check(twice, topic.name(), partition, context.version());
                if (error == ErrorCode.NONE) {
                    ask(local, partition, bound, answer, gathering, context.version());
                } else {
                    answer.errorCode(error.code());
                    gathering.arrive();
                }
            }
        }
        gathering.arrive();
    }

    private static void forgetLeaderEpochs(ListOffsetsResponse response) {
        for (ListOffsetsTopicResponse topic : response.topics()) {
            topic.partitions().forEach(partition -> partition.leaderEpoch(NO_LEADER_EPOCH));
        }
    }

    private static ErrorCode check(
            Set<TopicPartition> twice, String topic, ListOffsetsPartition partition, short version) {
        if (twice.contains(new TopicPartition(topic, partition.partitionIndex()))) {
            return ErrorCode.INVALID_REQUEST;
        }
        return version < OffsetQuery.firstVersionOf(partition.timestamp())
                ? ErrorCode.UNSUPPORTED_VERSION
                : ErrorCode.NONE;
    }

    // house-style: many parameters because a partition's question and answer belong to one request
    private void ask(
            LocalTopic local,
            ListOffsetsPartition asked,
            ReadBound bound,
            ListOffsetsPartitionResponse answer,
            Gathering gathering,
            short version) {
        PartitionCall.ask(local, asked.partitionIndex(), asked.currentLeaderEpoch(), error -> {
            answer.errorCode(error.code());
            if (error != ErrorCode.NONE) {
                gathering.arrive();
                return;
            }
            OffsetQuery query = new OffsetQuery(
                    local.partition(asked.partitionIndex()), asked.timestamp(), bound, answer, gathering::arrive);
            if (version == 0) {
                query.runOldStyle(asked.maxNumOffsets(), System.currentTimeMillis(), serving.disk());
            } else {
                query.run(serving.disk());
            }
        });
    }

    private static ReadBound bound(ListOffsetsRequest request) {
        if (request.replicaId() >= 0) {
            return ReadBound.LOG_END;
        }
        return request.isolationLevel() == READ_COMMITTED ? ReadBound.COMMITTED : ReadBound.HIGH_WATERMARK;
    }

    private static Set<TopicPartition> namedTwice(ListOffsetsRequest request) {
        Set<TopicPartition> seen = new HashSet<>();
        Set<TopicPartition> twice = new HashSet<>();
        for (ListOffsetsTopic topic : request.topics()) {
            for (ListOffsetsPartition partition : topic.partitions()) {
                TopicPartition name = new TopicPartition(topic.name(), partition.partitionIndex());
                if (!seen.add(name)) {
                    twice.add(name);
                }
            }
        }
        return twice;
    }

    @Override
    public ListOffsetsResponse failure(ListOffsetsRequest request, ErrorCode error) {
        List<ListOffsetsTopicResponse> topics = new ArrayList<>();
        for (ListOffsetsTopic topic : request.topics()) {
            List<ListOffsetsPartitionResponse> partitions = new ArrayList<>();
            for (ListOffsetsPartition partition : topic.partitions()) {
                partitions.add(new ListOffsetsPartitionResponse()
                        .partitionIndex(partition.partitionIndex())
                        .errorCode(error.code()));
            }
            topics.add(new ListOffsetsTopicResponse().name(topic.name()).partitions(partitions));
        }
        return new ListOffsetsResponse().topics(topics);
    }
}
