package dev.paddock.broker.api;

import dev.paddock.broker.net.RequestContext;
import dev.paddock.broker.partition.Gathering;
import dev.paddock.broker.partition.LocalTopic;
import dev.paddock.broker.partition.PartitionCall;
import dev.paddock.log.epoch.EpochEnd;
import dev.paddock.protocol.ErrorCode;
import dev.paddock.protocol.message.ApiKey;
import dev.paddock.protocol.message.OffsetForLeaderEpochRequest;
import dev.paddock.protocol.message.OffsetForLeaderEpochRequest.OffsetForLeaderPartition;
import dev.paddock.protocol.message.OffsetForLeaderEpochRequest.OffsetForLeaderTopic;
import dev.paddock.protocol.message.OffsetForLeaderEpochResponse;
import dev.paddock.protocol.message.OffsetForLeaderEpochResponse.EpochEndOffset;
import dev.paddock.protocol.message.OffsetForLeaderEpochResponse.OffsetForLeaderTopicResult;
import java.util.ArrayList;
import java.util.List;

/**
 * Where a leader epoch ends, so that a client or a follower finds out where its history differs from the leader's (KIP-101).
 *
 * <p>Behaviour: the end of the largest epoch that is not above the one asked for; both -1 where nothing is known of it.
 *
 * <p>Version notes: 1 tells the epoch, 2 carries the leader epoch that the client believes in, 3 a replica's id.
 */
final class OffsetForLeaderEpochHandler
        implements ApiHandler<OffsetForLeaderEpochRequest, OffsetForLeaderEpochResponse> {
    private final Serving serving;

    OffsetForLeaderEpochHandler(Serving serving) {
        this.serving = serving;
    }

    @Override
    public ApiKey api() {
        return ApiKey.OFFSET_FOR_LEADER_EPOCH;
    }

    @Override
    public void handle(RequestContext context, OffsetForLeaderEpochRequest request) {
        OffsetForLeaderEpochResponse response = failure(request, ErrorCode.NONE);
        int asked = request.topics().stream()
                .mapToInt(topic -> topic.partitions().size())
                .sum();
        Gathering gathering = new Gathering(asked + 1, () -> context.respond(response));
        for (int t = 0; t < request.topics().size(); t++) {
            OffsetForLeaderTopic topic = request.topics().get(t);
            LocalTopic local = serving.partitions().get().topic(topic.topic());
            for (int p = 0; p < topic.partitions().size(); p++) {
                ask(
                        local,
                        topic.partitions().get(p),
                        response.topics().get(t).partitions().get(p),
                        gathering);
            }
        }
        gathering.arrive();
    }

    private static void ask(
            LocalTopic local, OffsetForLeaderPartition asked, EpochEndOffset answer, Gathering gathering) {
        PartitionCall.ask(local, asked.partition(), asked.currentLeaderEpoch(), error -> {
            answer.errorCode(error.code());
            if (error == ErrorCode.NONE) {
                EpochEnd end = local.partition(asked.partition()).log().endOffsetFor(asked.leaderEpoch());
                answer.leaderEpoch(end.epoch()).endOffset(end.endOffset());
            }
            gathering.arrive();
        });
    }

    @Override
    public OffsetForLeaderEpochResponse failure(OffsetForLeaderEpochRequest request, ErrorCode error) {
        List<OffsetForLeaderTopicResult> topics = new ArrayList<>();
        for (OffsetForLeaderTopic topic : request.topics()) {
            List<EpochEndOffset> partitions = new ArrayList<>();
            for (OffsetForLeaderPartition partition : topic.partitions()) {
                partitions.add(
                        new EpochEndOffset().partition(partition.partition()).errorCode(error.code()));
            }
            topics.add(new OffsetForLeaderTopicResult().topic(topic.topic()).partitions(partitions));
        }
        return new OffsetForLeaderEpochResponse().topics(topics);
    }
}
