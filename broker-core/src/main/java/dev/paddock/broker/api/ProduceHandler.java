package dev.paddock.broker.api;

import dev.paddock.broker.net.RequestContext;
import dev.paddock.broker.partition.LocalTopic;
import dev.paddock.broker.partition.Partition;
import dev.paddock.protocol.ErrorCode;
import dev.paddock.protocol.Uuid;
import dev.paddock.protocol.message.ApiKey;
import dev.paddock.protocol.message.ProduceRequest;
import dev.paddock.protocol.message.ProduceRequest.PartitionProduceData;
import dev.paddock.protocol.message.ProduceRequest.TopicProduceData;
import dev.paddock.protocol.message.ProduceResponse;
import dev.paddock.protocol.message.ProduceResponse.PartitionProduceResponse;
import dev.paddock.protocol.message.ProduceResponse.TopicProduceResponse;
import dev.paddock.protocol.record.RecordsValidator;
import dev.paddock.protocol.record.ValidationOutcome;
import io.netty.buffer.ByteBufAllocator;
import io.netty.util.concurrent.FastThreadLocal;
import java.util.ArrayList;
import java.util.List;

/**
 * Records for partitions.
 *
 * <p>Behaviour: checked here, on the event loop, then handed to the shards of their partitions, one message for each shard.
 * Each partition has its own answer. acks=1 is answered when the records are in the log, -1 when all replicas in sync have
 * them. With acks=0 nobody waits for an answer: as in Kafka, a failure then closes the connection, so that the client asks
 * for metadata anew.
 *
 * <p>Version notes: format 2 alone from 3 on, one batch for a partition; zstd from 7 on, errors of single records from 8
 * on, the leader's place from 10 on, topics named by id from 13 on.
 */
final class ProduceHandler implements ApiHandler<ProduceRequest, ProduceResponse> {
    private static final short FIRST_WITH_TOPIC_IDS = 13;

    private final Serving serving;
    /** Each event loop's own. */
    private final FastThreadLocal<RecordsValidator> validators = new FastThreadLocal<>() {
        @Override
        protected RecordsValidator initialValue() {
            return new RecordsValidator(ByteBufAllocator.DEFAULT);
        }
    };

    ProduceHandler(Serving serving) {
        this.serving = serving;
    }

    @Override
    public ApiKey api() {
        return ApiKey.PRODUCE;
    }

    @Override
    public void handle(RequestContext context, ProduceRequest request) {
        try {
            if (request.acks() < -1 || request.acks() > 1) {
                context.respond(failure(request, ErrorCode.INVALID_REQUIRED_ACKS));
                return;
            }
            ProduceAnswer answer = new ProduceAnswer(serving, context, request);
            long nowMs = System.currentTimeMillis();
            for (TopicProduceData topic : request.topicData()) {
                LocalTopic local = topic(topic, context.version());
                for (PartitionProduceData partition : topic.partitionData()) {
                    add(answer, topic, local, partition, nowMs);
                }
            }
            answer.start();
        } finally {
            request.release();
        }
    }

    private LocalTopic topic(TopicProduceData topic, short version) {
        if (version >= FIRST_WITH_TOPIC_IDS) {
            return serving.partitions().get().topic(topic.topicId());
        }
        return serving.partitions().get().topic(topic.name());
    }

    private void add(
            ProduceAnswer answer, TopicProduceData topic, LocalTopic local, PartitionProduceData data, long nowMs) {
        ErrorCode error = refusal(answer, topic, local);
        if (error != ErrorCode.NONE) {
            answer.refuse(error, null, List.of());
            return;
        }
        Partition partition = local.partition(data.index());
        if (partition == null) {
            answer.refuse(local.absence(data.index()), null, List.of());
            return;
        }
        if (data.records() == null) {
            answer.refuse(ErrorCode.INVALID_RECORD, "no records", List.of());
            return;
        }
        ValidationOutcome outcome =
                validators.get().validate(data.records().buffer(), local.rules(data.index(), answer.version()), nowMs);
        if (outcome.isAccepted() && outcome.spans().isEmpty()) {
            outcome.release();
            answer.refuse(ErrorCode.NONE, null, List.of());
        } else if (outcome.isAccepted()) {
            answer.append(partition, outcome);
        } else {
            answer.refuse(outcome.error(), outcome.message(), outcome.recordErrors());
        }
    }

    private static ErrorCode refusal(ProduceAnswer answer, TopicProduceData topic, LocalTopic local) {
        if (local == null) {
            return topic.topicId().equals(Uuid.ZERO)
                    ? ErrorCode.UNKNOWN_TOPIC_OR_PARTITION
                    : ErrorCode.UNKNOWN_TOPIC_ID;
        }
        return InternalTopics.mayWrite(local.topic().name(), answer.clientId())
                ? ErrorCode.NONE
                : ErrorCode.INVALID_TOPIC_EXCEPTION;
    }

    @Override
    public ProduceResponse failure(ProduceRequest request, ErrorCode error) {
        List<TopicProduceResponse> topics = new ArrayList<>(request.topicData().size());
        for (TopicProduceData topic : request.topicData()) {
            List<PartitionProduceResponse> partitions =
                    new ArrayList<>(topic.partitionData().size());
            for (PartitionProduceData partition : topic.partitionData()) {
                partitions.add(new PartitionProduceResponse()
                        .index(partition.index())
                        .errorCode(error.code())
                        .baseOffset(-1));
            }
            topics.add(new TopicProduceResponse()
                    .name(topic.name())
                    .topicId(topic.topicId())
                    .partitionResponses(partitions));
        }
        return new ProduceResponse().responses(topics);
    }
}
