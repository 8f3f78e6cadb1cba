package dev.paddock.broker.api;

import dev.paddock.broker.net.RequestContext;
import dev.paddock.broker.partition.Gathering;
import dev.paddock.broker.partition.LocalTopic;
import dev.paddock.broker.partition.PartitionCall;
import dev.paddock.log.log.PartitionLog;
import dev.paddock.protocol.ErrorCode;
import dev.paddock.protocol.message.ApiKey;
import dev.paddock.protocol.message.DeleteRecordsRequest;
import dev.paddock.protocol.message.DeleteRecordsRequest.DeleteRecordsPartition;
import dev.paddock.protocol.message.DeleteRecordsRequest.DeleteRecordsTopic;
import dev.paddock.protocol.message.DeleteRecordsResponse;
import dev.paddock.protocol.message.DeleteRecordsResponse.DeleteRecordsPartitionResult;
import dev.paddock.protocol.message.DeleteRecordsResponse.DeleteRecordsTopicResult;
import java.util.ArrayList;
import java.util.List;

/**
 * Gives up the records below an offset.
 *
 * <p>Behaviour: -1 stands for the high watermark. Topics that are only compacted keep their records (POLICY_VIOLATION), and
 * so do those of the broker's own (INVALID_TOPIC_EXCEPTION). The answer is the lowest start offset of the replicas.
 *
 * <p>Version notes: 2 only writes it in the newer form.
 */
final class DeleteRecordsHandler implements ApiHandler<DeleteRecordsRequest, DeleteRecordsResponse> {
    private static final int NO_LEADER_EPOCH = -1;
    private static final long TO_HIGH_WATERMARK = -1;
    private static final long NO_LOW_WATERMARK = -1;

    private final Serving serving;

    DeleteRecordsHandler(Serving serving) {
        this.serving = serving;
    }

    @Override
    public ApiKey api() {
        return ApiKey.DELETE_RECORDS;
    }

    @Override
    public void handle(RequestContext context, DeleteRecordsRequest request) {
        DeleteRecordsResponse response = failure(request, ErrorCode.NONE);
        int asked = request.topics().stream()
                .mapToInt(topic -> topic.partitions().size())
                .sum();
        Gathering gathering = new Gathering(asked + 1, () -> context.respond(response));
        for (int t = 0; t < request.topics().size(); t++) {
            DeleteRecordsTopic topic = request.topics().get(t);
            for (int p = 0; p < topic.partitions().size(); p++) {
                delete(topic, p, response.topics().get(t).partitions().get(p), gathering);
            }
        }
        gathering.arrive();
    }

    private void delete(
            DeleteRecordsTopic topic, int position, DeleteRecordsPartitionResult answer, Gathering gathering) {
        DeleteRecordsPartition asked = topic.partitions().get(position);
        LocalTopic local = serving.partitions().get().topic(topic.name());
        if (InternalTopics.contains(topic.name())) {
            answer.errorCode(ErrorCode.INVALID_TOPIC_EXCEPTION.code());
            gathering.arrive();
            return;
        }
        PartitionCall.ask(local, asked.partitionIndex(), NO_LEADER_EPOCH, error -> {
            ErrorCode result = error;
            if (error == ErrorCode.NONE) {
                PartitionLog log = local.partition(asked.partitionIndex()).log();
                result = delete(log, asked.offset());
                answer.lowWatermark(result == ErrorCode.NONE ? log.startOffset() : NO_LOW_WATERMARK);
            }
            answer.errorCode(result.code());
            gathering.arrive();
        });
    }

    private static ErrorCode delete(PartitionLog log, long offset) {
        if (!log.settings().delete()) {
            return ErrorCode.POLICY_VIOLATION;
        }
        long before = offset == TO_HIGH_WATERMARK ? log.highWatermark() : offset;
        return before < 0 ? ErrorCode.OFFSET_OUT_OF_RANGE : log.raiseStartOffset(before);
    }

    @Override
    public DeleteRecordsResponse failure(DeleteRecordsRequest request, ErrorCode error) {
        List<DeleteRecordsTopicResult> topics = new ArrayList<>();
        for (DeleteRecordsTopic topic : request.topics()) {
            List<DeleteRecordsPartitionResult> partitions = new ArrayList<>();
            for (DeleteRecordsPartition partition : topic.partitions()) {
                partitions.add(new DeleteRecordsPartitionResult()
                        .partitionIndex(partition.partitionIndex())
                        .lowWatermark(NO_LOW_WATERMARK)
                        .errorCode(error.code()));
            }
            topics.add(new DeleteRecordsTopicResult().name(topic.name()).partitions(partitions));
        }
        return new DeleteRecordsResponse().topics(topics);
    }
}
