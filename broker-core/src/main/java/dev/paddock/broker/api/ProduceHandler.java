package dev.paddock.broker.api;

import dev.paddock.broker.net.RequestContext;
import dev.paddock.protocol.ErrorCode;
import dev.paddock.protocol.Uuid;
import dev.paddock.protocol.message.ApiKey;
import dev.paddock.protocol.message.ProduceRequest;
import dev.paddock.protocol.message.ProduceRequest.PartitionProduceData;
import dev.paddock.protocol.message.ProduceRequest.TopicProduceData;
import dev.paddock.protocol.message.ProduceResponse;
import dev.paddock.protocol.message.ProduceResponse.PartitionProduceResponse;
import dev.paddock.protocol.message.ProduceResponse.TopicProduceResponse;
import java.util.ArrayList;
import java.util.List;

/**
 * Records for partitions.
 *
 * <p>Behaviour: there are no topics yet, so that every partition is unknown. It is served all the same, because the clients
 * of 0.11 to 2.4 refuse to talk to a broker that does not announce it.
 *
 * <p>Version notes: topics are named by id from 13 on. With acks=0 nobody waits for an answer: as in Kafka, a failure then
 * closes the connection, so that the client asks for metadata anew.
 */
final class ProduceHandler implements ApiHandler<ProduceRequest, ProduceResponse> {
    @Override
    public ApiKey api() {
        return ApiKey.PRODUCE;
    }

    @Override
    public void handle(RequestContext context, ProduceRequest request) {
        ErrorCode error = isKnown(request.acks()) ? ErrorCode.NONE : ErrorCode.INVALID_REQUIRED_ACKS;
        ProduceResponse response = failure(request, error);
        request.release();
        if (request.acks() == 0) {
            context.disconnect("records with acks=0 for topics that do not exist");
        } else {
            context.respond(response);
        }
    }

    /** NONE stands for the error that the topic's absence is. */
    @Override
    public ProduceResponse failure(ProduceRequest request, ErrorCode error) {
        List<TopicProduceResponse> topics = new ArrayList<>(request.topicData().size());
        for (TopicProduceData topic : request.topicData()) {
            ErrorCode absence = topic.topicId().equals(Uuid.ZERO)
                    ? ErrorCode.UNKNOWN_TOPIC_OR_PARTITION
                    : ErrorCode.UNKNOWN_TOPIC_ID;
            List<PartitionProduceResponse> partitions =
                    new ArrayList<>(topic.partitionData().size());
            for (PartitionProduceData partition : topic.partitionData()) {
                partitions.add(new PartitionProduceResponse()
                        .index(partition.index())
                        .errorCode((error == ErrorCode.NONE ? absence : error).code())
                        .baseOffset(-1));
            }
            topics.add(new TopicProduceResponse()
                    .name(topic.name())
                    .topicId(topic.topicId())
                    .partitionResponses(partitions));
        }
        return new ProduceResponse().responses(topics);
    }

    private static boolean isKnown(short acks) {
        return acks >= -1 && acks <= 1;
    }
}
