package dev.paddock.broker;

import static dev.paddock.broker.RecordRequests.batch;
import static dev.paddock.broker.RecordRequests.fetch;
import static dev.paddock.broker.RecordRequests.from;
import static dev.paddock.broker.RecordRequests.produce;

import dev.paddock.protocol.Uuid;
import dev.paddock.protocol.message.AlterConfigsRequest;
import dev.paddock.protocol.message.AlterConfigsRequest.AlterConfigsResource;
import dev.paddock.protocol.message.ApiKey;
import dev.paddock.protocol.message.ApiVersionsRequest;
import dev.paddock.protocol.message.CreatePartitionsRequest;
import dev.paddock.protocol.message.CreatePartitionsRequest.CreatePartitionsTopic;
import dev.paddock.protocol.message.CreateTopicsRequest;
import dev.paddock.protocol.message.CreateTopicsRequest.CreatableTopic;
import dev.paddock.protocol.message.DeleteRecordsRequest;
import dev.paddock.protocol.message.DeleteRecordsRequest.DeleteRecordsPartition;
import dev.paddock.protocol.message.DeleteRecordsRequest.DeleteRecordsTopic;
import dev.paddock.protocol.message.DeleteTopicsRequest;
import dev.paddock.protocol.message.DeleteTopicsRequest.DeleteTopicState;
import dev.paddock.protocol.message.DescribeClusterRequest;
import dev.paddock.protocol.message.DescribeConfigsRequest;
import dev.paddock.protocol.message.DescribeConfigsRequest.DescribeConfigsResource;
import dev.paddock.protocol.message.DescribeLogDirsRequest;
import dev.paddock.protocol.message.DescribeTopicPartitionsRequest;
import dev.paddock.protocol.message.FetchRequest;
import dev.paddock.protocol.message.IncrementalAlterConfigsRequest;
import dev.paddock.protocol.message.InitProducerIdRequest;
import dev.paddock.protocol.message.ListOffsetsRequest;
import dev.paddock.protocol.message.ListOffsetsRequest.ListOffsetsPartition;
import dev.paddock.protocol.message.ListOffsetsRequest.ListOffsetsTopic;
import dev.paddock.protocol.message.MetadataRequest;
import dev.paddock.protocol.message.OffsetForLeaderEpochRequest;
import dev.paddock.protocol.message.OffsetForLeaderEpochRequest.OffsetForLeaderPartition;
import dev.paddock.protocol.message.OffsetForLeaderEpochRequest.OffsetForLeaderTopic;
import dev.paddock.protocol.message.RequestMessage;
import dev.paddock.protocol.message.SaslHandshakeRequest;
import dev.paddock.protocol.record.BatchSettings;
import dev.paddock.protocol.record.BatchView;
import dev.paddock.protocol.record.Compression;
import java.util.List;

/** For each API and version a request that a client might send, to which the answer is not an error. */
final class SampleRequests {
    static final String TOPIC = "sample";
    private static final byte OF_TOPIC = 2;
    private static final short FIRST_WITH_TOPIC_IDS = 13;
    private static final int TIMEOUT_MS = 10_000;

    private final Uuid topicId;

    SampleRequests(Uuid topicId) {
        this.topicId = topicId;
    }

    /** A new API needs a sample of its own here. */
    RequestMessage<?> of(ApiKey api, short version) {
        return switch (api) {
            case API_VERSIONS ->
                new ApiVersionsRequest().clientSoftwareName("sample").clientSoftwareVersion("1");
            case SASL_HANDSHAKE -> new SaslHandshakeRequest().mechanism("PLAIN");
            case METADATA -> new MetadataRequest().topics(version == 0 ? List.of() : null);
            case DESCRIBE_CLUSTER -> new DescribeClusterRequest();
            case DESCRIBE_TOPIC_PARTITIONS -> new DescribeTopicPartitionsRequest();
            case INIT_PRODUCER_ID -> new InitProducerIdRequest().transactionalId(null);
            case DESCRIBE_LOG_DIRS -> new DescribeLogDirsRequest().topics(null);
            case PRODUCE, FETCH, LIST_OFFSETS, OFFSET_FOR_LEADER_EPOCH, DELETE_RECORDS -> ofRecords(api, version);
            case CREATE_TOPICS, DELETE_TOPICS, CREATE_PARTITIONS -> ofTopics(api, version);
            case DESCRIBE_CONFIGS, ALTER_CONFIGS, INCREMENTAL_ALTER_CONFIGS -> ofConfigs(api);
            default -> throw new AssertionError("no sample of " + api + " v" + version);
        };
    }

    private RequestMessage<?> ofRecords(ApiKey api, short version) {
        return switch (api) {
            case PRODUCE ->
                version >= FIRST_WITH_TOPIC_IDS
                        ? produce(topicId, 0, -1, batch("a", "b"))
                        : produce(TOPIC, 0, 1, batch(format(version), "a", "b"));
            case FETCH -> sampleFetch(version);
            case LIST_OFFSETS ->
                new ListOffsetsRequest()
                        .topics(List.of(new ListOffsetsTopic()
                                .name(TOPIC)
                                .partitions(List.of(
                                        new ListOffsetsPartition().timestamp(-1).maxNumOffsets(1)))));
            case OFFSET_FOR_LEADER_EPOCH ->
                new OffsetForLeaderEpochRequest()
                        .replicaId(-1)
                        .topics(List.of(new OffsetForLeaderTopic()
                                .topic(TOPIC)
                                .partitions(List.of(new OffsetForLeaderPartition()))));
            default ->
                new DeleteRecordsRequest()
                        .timeoutMs(TIMEOUT_MS)
                        .topics(List.of(new DeleteRecordsTopic()
                                .name(TOPIC)
                                .partitions(List.of(new DeleteRecordsPartition().offset(1)))));
        };
    }

    private FetchRequest sampleFetch(short version) {
        FetchRequest request = fetch(TOPIC, from(0, 0));
        if (version >= FIRST_WITH_TOPIC_IDS) {
            request.topics().get(0).topic("").topicId(topicId);
        }
        return request;
    }

    /** What clients of that time wrote. */
    private static BatchSettings format(short produceVersion) {
        byte magic = (byte) (produceVersion >= 3 ? BatchView.MAGIC_V2 : produceVersion == 2 ? 1 : 0);
        return BatchSettings.of(magic, Compression.NONE, 0);
    }

    private RequestMessage<?> ofTopics(ApiKey api, short version) {
        return switch (api) {
            case CREATE_TOPICS ->
                new CreateTopicsRequest()
                        .timeoutMs(TIMEOUT_MS)
                        .topics(List.of(new CreatableTopic()
                                .name("created-" + version)
                                .numPartitions(1)
                                .replicationFactor((short) 1)));
            case DELETE_TOPICS -> deletion(version);
            default ->
                new CreatePartitionsRequest()
                        .timeoutMs(TIMEOUT_MS)
                        .topics(List.of(new CreatePartitionsTopic()
                                .name(TOPIC)
                                .count(version + 2)
                                .assignments(null)));
        };
    }

    private static DeleteTopicsRequest deletion(short version) {
        String name = "created-" + version;
        DeleteTopicsRequest request = new DeleteTopicsRequest().timeoutMs(TIMEOUT_MS);
        int firstWithStates = 6;
        return version >= firstWithStates
                ? request.topics(List.of(new DeleteTopicState().name(name)))
                : request.topicNames(List.of(name));
    }

    private static RequestMessage<?> ofConfigs(ApiKey api) {
        return switch (api) {
            case DESCRIBE_CONFIGS ->
                new DescribeConfigsRequest()
                        .resources(List.of(new DescribeConfigsResource()
                                .resourceType(OF_TOPIC)
                                .resourceName(TOPIC)
                                .configurationKeys(null)));
            case ALTER_CONFIGS ->
                new AlterConfigsRequest()
                        .resources(List.of(new AlterConfigsResource()
                                .resourceType(OF_TOPIC)
                                .resourceName(TOPIC)
                                .configs(List.of(new AlterConfigsRequest.AlterableConfig()
                                        .name("retention.ms")
                                        .value("7")))));
            default ->
                new IncrementalAlterConfigsRequest()
                        .resources(List.of(new IncrementalAlterConfigsRequest.AlterConfigsResource()
                                .resourceType(OF_TOPIC)
                                .resourceName(TOPIC)
                                .configs(List.of(new IncrementalAlterConfigsRequest.AlterableConfig()
                                        .name("retention.ms")
                                        .value("8")))));
        };
    }
}
