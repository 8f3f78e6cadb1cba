package dev.paddock.broker.api;

import dev.paddock.broker.net.RequestContext;
import dev.paddock.broker.partition.Append;
import dev.paddock.broker.partition.Append.Acks;
import dev.paddock.broker.partition.AppendListener;
import dev.paddock.broker.partition.Gathering;
import dev.paddock.broker.partition.LocalTopic;
import dev.paddock.broker.partition.Partition;
import dev.paddock.broker.partition.ShardAppends;
import dev.paddock.log.log.AppendOutcome;
import dev.paddock.protocol.ErrorCode;
import dev.paddock.protocol.Uuid;
import dev.paddock.protocol.message.ProduceRequest;
import dev.paddock.protocol.message.ProduceRequest.PartitionProduceData;
import dev.paddock.protocol.message.ProduceRequest.TopicProduceData;
import dev.paddock.protocol.message.ProduceResponse;
import dev.paddock.protocol.message.ProduceResponse.BatchIndexAndErrorMessage;
import dev.paddock.protocol.message.ProduceResponse.LeaderIdAndEpoch;
import dev.paddock.protocol.message.ProduceResponse.PartitionProduceResponse;
import dev.paddock.protocol.message.ProduceResponse.TopicProduceResponse;
import dev.paddock.protocol.record.BatchSpan;
import dev.paddock.protocol.record.RecordError;
import dev.paddock.protocol.record.ValidationOutcome;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * One produce request, from its records to its answer: partitions are added in the order of the request, on the event loop;
 * then it is started, and the last shard to be done answers.
 */
final class ProduceAnswer {
    private static final short FIRST_WITH_LEADERS = 10;
    private static final long NO_OFFSET = -1;

    private final Serving serving;
    private final RequestContext context;
    private final ProduceRequest request;
    private final Acks acks;
    private final List<PartitionAnswer> partitions = new ArrayList<>(1);
    private final List<ShardAppends> byShard = new ArrayList<>(1);
    private int appends;
    private Gathering appended;
    private Gathering done;
    private boolean waited;

    /** What is known of one partition: an error, or an append. */
    private record PartitionAnswer(ErrorCode error, String message, List<RecordError> records, Append append) {
        ErrorCode finalError() {
            return append == null ? error : append.error();
        }
    }

    ProduceAnswer(Serving serving, RequestContext context, ProduceRequest request) {
        this.serving = serving;
        this.context = context;
        this.request = request;
        acks = request.acks() == -1 ? Acks.ALL_IN_SYNC : Acks.LEADER;
    }

    short version() {
        return context.version();
    }

    String clientId() {
        return context.clientId();
    }

    void refuse(ErrorCode error, String message, List<RecordError> records) {
        partitions.add(new PartitionAnswer(error, message, records, null));
    }

    /** Takes over the outcome. */
    void append(Partition partition, ValidationOutcome outcome) {
        int heldBytes = outcome.isRewritten() ? outcome.batches().capacity() : context.heldBytes();
        Append append = new Append(outcome.batches(), heldBytes, acks, request.timeoutMs(), new Progress());
        partitions.add(new PartitionAnswer(ErrorCode.NONE, null, List.of(), append));
        ShardAppends.add(byShard, partition, append);
        appends++;
        long records = 0;
        for (BatchSpan span : outcome.spans()) {
            records += span.count();
        }
        serving.traffic().appended(outcome.batches().readableBytes(), records);
    }

    void start() {
        // One more than there are: the end waits until it is known whether it is waited for.
        done = new Gathering(appends + 1, this::answer);
        if (appends == 0) {
            done.arrive();
            return;
        }
        appended = new Gathering(appends, this::allAppended);
        byShard.forEach(ShardAppends::send);
    }

    private final class Progress implements AppendListener {
        @Override
        public void appended() {
            appended.arrive();
        }

        @Override
        public void done() {
            done.arrive();
        }
    }

    /** The bytes are written; what is waited for from here on is other brokers. */
    private void allAppended() {
        if (acks == Acks.ALL_IN_SYNC) {
            waited = true;
            serving.traffic().waitingProduces(1);
            context.park();
        }
        done.arrive();
    }

    private void answer() {
        if (waited) {
            serving.traffic().waitingProduces(-1);
        }
        if (request.acks() == 0) {
            answerNobody();
            return;
        }
        Set<Integer> leaders = new HashSet<>(0);
        ProduceResponse response = new ProduceResponse().responses(topics(leaders));
        if (!leaders.isEmpty()) {
            response.nodeEndpoints(LeaderHints.produceEndpoints(
                    serving.cluster().get(), leaders, context.peer().listener().name()));
        }
        context.respond(response);
    }

    private void answerNobody() {
        for (PartitionAnswer partition : partitions) {
            if (partition.finalError() != ErrorCode.NONE) {
                context.disconnect("records with acks=0 failed with " + partition.finalError());
                return;
            }
        }
        context.respondNothing();
    }

    private List<TopicProduceResponse> topics(Set<Integer> leaders) {
        List<TopicProduceResponse> topics = new ArrayList<>(request.topicData().size());
        int next = 0;
        for (TopicProduceData topic : request.topicData()) {
            List<PartitionProduceResponse> answers =
                    new ArrayList<>(topic.partitionData().size());
            for (PartitionProduceData data : topic.partitionData()) {
                answers.add(answer(topic, data.index(), partitions.get(next++), leaders));
            }
            topics.add(new TopicProduceResponse()
                    .name(topic.name())
                    .topicId(topic.topicId())
                    .partitionResponses(answers));
        }
        return topics;
    }

    private PartitionProduceResponse answer(
            TopicProduceData topic, int index, PartitionAnswer known, Set<Integer> leaders) {
        ErrorCode error = known.finalError();
        PartitionProduceResponse answer = new PartitionProduceResponse()
                .index(index)
                .errorCode(error.code())
                .baseOffset(NO_OFFSET)
                .errorMessage(known.message());
        AppendOutcome outcome = known.append() == null ? null : known.append().outcome();
        if (outcome != null) {
            answer.baseOffset(outcome.baseOffset())
                    .logAppendTimeMs(outcome.appendTimeMs())
                    .logStartOffset(outcome.startOffset())
                    .errorMessage(outcome.message());
        }
        if (!known.records().isEmpty()) {
            answer.recordErrors(recordErrors(known.records()));
        }
        if (error == ErrorCode.NOT_LEADER_OR_FOLLOWER && version() >= FIRST_WITH_LEADERS) {
            nameLeader(topic, answer, leaders);
        }
        return answer;
    }

    private static List<BatchIndexAndErrorMessage> recordErrors(List<RecordError> records) {
        List<BatchIndexAndErrorMessage> errors = new ArrayList<>(records.size());
        for (RecordError record : records) {
            errors.add(new BatchIndexAndErrorMessage()
                    .batchIndex(record.index())
                    .batchIndexErrorMessage(record.message()));
        }
        return errors;
    }

    private void nameLeader(TopicProduceData topic, PartitionProduceResponse answer, Set<Integer> leaders) {
        LocalTopic local = topic.topicId().equals(Uuid.ZERO)
                ? serving.partitions().get().topic(topic.name())
                : serving.partitions().get().topic(topic.topicId());
        LeaderIdAndEpoch leader = LeaderHints.forProduce(local, answer.index());
        if (leader != null) {
            answer.currentLeader(leader);
            leaders.add(leader.leaderId());
        }
    }
}
