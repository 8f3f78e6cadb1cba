package dev.paddock.broker.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paddock.broker.metrics.RequestMetrics;
import dev.paddock.broker.net.RawClient;
import dev.paddock.broker.net.RequestContext;
import dev.paddock.broker.net.TestServer;
import dev.paddock.coordinator.zk.BrokerEndpoint;
import dev.paddock.coordinator.zk.ClusterView;
import dev.paddock.coordinator.zk.LiveBroker;
import dev.paddock.coordinator.zk.RegisteredBroker;
import dev.paddock.coordinator.zk.SecurityProtocol;
import dev.paddock.protocol.ErrorCode;
import dev.paddock.protocol.Uuid;
import dev.paddock.protocol.message.ApiKey;
import dev.paddock.protocol.message.ApiVersionsRequest;
import dev.paddock.protocol.message.ApiVersionsResponse;
import dev.paddock.protocol.message.ApiVersionsResponse.ApiVersion;
import dev.paddock.protocol.message.DescribeClusterRequest;
import dev.paddock.protocol.message.DescribeClusterResponse;
import dev.paddock.protocol.message.FetchRequest;
import dev.paddock.protocol.message.HeartbeatRequest;
import dev.paddock.protocol.message.HeartbeatResponse;
import dev.paddock.protocol.message.MetadataRequest;
import dev.paddock.protocol.message.MetadataRequest.MetadataRequestTopic;
import dev.paddock.protocol.message.MetadataResponse;
import dev.paddock.protocol.message.MetadataResponse.MetadataResponseBroker;
import dev.paddock.protocol.message.MetadataResponse.MetadataResponseTopic;
import dev.paddock.protocol.message.ProduceRequest;
import dev.paddock.protocol.message.ProduceRequest.PartitionProduceData;
import dev.paddock.protocol.message.ProduceRequest.TopicProduceData;
import dev.paddock.protocol.message.ProduceResponse;
import dev.paddock.protocol.message.RequestMessage;
import dev.paddock.protocol.message.SaslHandshakeRequest;
import dev.paddock.protocol.message.SaslHandshakeResponse;
import dev.paddock.protocol.wire.Message;
import dev.paddock.protocol.wire.Records;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RequestDispatcherTest {
    private final ClusterView cluster = new ClusterView(
            "the-cluster", new TreeMap<>(Map.of(1, broker(1, "PLAINTEXT", "one"), 2, broker(2, "INTERNAL", "two"))), 1);
    private final RequestMetrics metrics = new RequestMetrics();
    private final ApiRegistry registry = new ApiRegistry(List.of(
            new MetadataHandler(() -> cluster),
            new DescribeClusterHandler(() -> cluster),
            new SaslHandshakeHandler(),
            new ProduceHandler(),
            new FailingHandler()));
    private final TestServer server = new TestServer(new RequestDispatcher(registry, metrics));

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void shouldAnnounceWhatHasAHandlerAndNothingElse() throws Exception {
        for (short version = 0; version <= 4; version++) {
            ApiVersionsResponse response =
                    ask(new ApiVersionsRequest().clientSoftwareName("test").clientSoftwareVersion("1.0"), version);

            assertThat(response.errorCode()).isZero();
            assertThat(response.apiKeys())
                    .extracting(ApiVersion::apiKey)
                    .containsExactly(
                            ApiKey.PRODUCE.id(),
                            ApiKey.METADATA.id(),
                            ApiKey.HEARTBEAT.id(),
                            ApiKey.SASL_HANDSHAKE.id(),
                            ApiKey.API_VERSIONS.id(),
                            ApiKey.DESCRIBE_CLUSTER.id());
            assertThat(response.apiKeys())
                    .allSatisfy(api -> assertThat(api.maxVersion()).isGreaterThanOrEqualTo(api.minVersion()));
        }
    }

    @Test
    void shouldAnswerApiVersionsOfTheFutureInVersionZero() throws Exception {
        try (RawClient client = server.connect()) {
            byte[] frame = ByteBufUtil.getBytes(Unpooled.buffer()
                    .writeInt(16)
                    .writeShort(ApiKey.API_VERSIONS.id())
                    .writeShort(999)
                    .writeInt(77)
                    .writeShort(1)
                    .writeByte('c')
                    .writeByte(0)
                    .writeInt(12345));
            client.send(frame);

            RawClient.Answer answer = client.readAnswer(ApiKey.API_VERSIONS, 0);

            ApiVersionsResponse response = (ApiVersionsResponse) answer.body();
            assertThat(answer.correlationId()).isEqualTo(77);
            assertThat(response.errorCode()).isEqualTo(ErrorCode.UNSUPPORTED_VERSION.code());
            assertThat(response.apiKeys()).singleElement().satisfies(api -> {
                assertThat(api.apiKey()).isEqualTo(ApiKey.API_VERSIONS.id());
                assertThat(api.maxVersion()).isGreaterThanOrEqualTo((short) 4);
            });
            client.send(78, new SaslHandshakeRequest().mechanism("PLAIN"), 1);
            assertThat(client.readAnswer(ApiKey.SASL_HANDSHAKE, 1).correlationId())
                    .isEqualTo(78);
        }
    }

    @Test
    void shouldRefuseASoftwareNameThatIsNone() throws Exception {
        ApiVersionsResponse response =
                ask(new ApiVersionsRequest().clientSoftwareName("bad name!").clientSoftwareVersion("1"), 3);

        assertThat(response.errorCode()).isEqualTo(ErrorCode.INVALID_REQUEST.code());
        assertThat(response.apiKeys()).isEmpty();
    }

    @Test
    void shouldCloseTheConnectionWhereNoAnswerWouldBeUnderstood() throws Exception {
        byte[] unknownApi = header(9999, 0);
        byte[] unservedApi = RawClient.frame(1, new FetchRequest(), 4);
        byte[] unknownVersion = header(ApiKey.METADATA.id(), 99);
        byte[] noHeader = {0, 0, 0, 3, 0, 3, 0};
        byte[] badBody = ByteBufUtil.getBytes(Unpooled.buffer()
                .writeInt(14)
                .writeShort(ApiKey.METADATA.id())
                .writeShort(1)
                .writeInt(1)
                .writeShort(-1)
                .writeInt(Integer.MAX_VALUE));
        byte[] badClientId = ByteBufUtil.getBytes(Unpooled.buffer()
                .writeInt(10)
                .writeShort(ApiKey.METADATA.id())
                .writeShort(1)
                .writeInt(1)
                .writeShort(5000));
        for (byte[] bytes : List.of(unknownApi, unservedApi, unknownVersion, noHeader, badBody, badClientId)) {
            try (RawClient client = server.connect()) {
                client.send(bytes);
                assertThat(client.isClosedByPeer()).isTrue();
            }
        }
        TestServer.await("no requests left", () -> server.network().admission().requests() == 0);
    }

    @Test
    void shouldListTheBrokersOfTheListenerThatWasAsked() throws Exception {
        for (short version = 0; version <= ApiKey.METADATA.highestVersion(); version++) {
            MetadataResponse response = ask(new MetadataRequest().topics(version == 0 ? List.of() : null), version);

            assertThat(response.brokers())
                    .extracting(MetadataResponseBroker::host)
                    .containsExactly("one");
            assertThat(response.topics()).isEmpty();
            assertThat(response.controllerId()).isEqualTo(version >= 1 ? 1 : -1);
            assertThat(response.clusterId()).isEqualTo(version >= 2 ? "the-cluster" : null);
        }
    }

    @Test
    void shouldSayOfEachTopicThatItIsUnknownOrMisnamed() throws Exception {
        List<MetadataRequestTopic> topics = List.of(
                new MetadataRequestTopic().name("orders"),
                new MetadataRequestTopic().name("no spaces"),
                new MetadataRequestTopic().name(".."),
                new MetadataRequestTopic().name("x".repeat(250)));
        for (short version = 0; version <= ApiKey.METADATA.highestVersion(); version++) {
            MetadataResponse response = ask(new MetadataRequest().topics(topics), version);

            assertThat(response.topics())
                    .extracting(MetadataResponseTopic::errorCode)
                    .containsExactly(
                            ErrorCode.UNKNOWN_TOPIC_OR_PARTITION.code(),
                            ErrorCode.INVALID_TOPIC_EXCEPTION.code(),
                            ErrorCode.INVALID_TOPIC_EXCEPTION.code(),
                            ErrorCode.INVALID_TOPIC_EXCEPTION.code());
        }
    }

    @Test
    void shouldAnswerTopicIdsFromTheVersionOnThatHasThem() throws Exception {
        Uuid id = Uuid.random();
        MetadataRequest byId = new MetadataRequest()
                .topics(List.of(new MetadataRequestTopic().name(null).topicId(id)));

        MetadataResponse unknown = ask(byId, 12);
        MetadataResponse refused = ask(byId, 10);

        assertThat(unknown.topics()).singleElement().satisfies(topic -> {
            assertThat(topic.topicId()).isEqualTo(id);
            assertThat(topic.errorCode()).isEqualTo(ErrorCode.UNKNOWN_TOPIC_ID.code());
        });
        assertThat(refused.topics())
                .extracting(MetadataResponseTopic::errorCode)
                .containsExactly(ErrorCode.INVALID_REQUEST.code());
    }

    @Test
    void shouldTellAuthorizedOperationsOnlyWhenAsked() throws Exception {
        int everything = 0x1fa0;

        assertThat(ask(new DescribeClusterRequest(), 0).clusterAuthorizedOperations())
                .isEqualTo(Integer.MIN_VALUE);
        assertThat(ask(new DescribeClusterRequest().includeClusterAuthorizedOperations(true), 0)
                        .clusterAuthorizedOperations())
                .isEqualTo(everything);
        assertThat(ask(new MetadataRequest().topics(null).includeClusterAuthorizedOperations(true), 8)
                        .clusterAuthorizedOperations())
                .isEqualTo(everything);
    }

    @Test
    void shouldDescribeTheBrokersButHaveNoControllersEndpoint() throws Exception {
        DescribeClusterResponse brokers = ask(new DescribeClusterRequest(), 1);
        DescribeClusterResponse controllers = ask(new DescribeClusterRequest().endpointType((byte) 2), 1);
        DescribeClusterResponse neither = ask(new DescribeClusterRequest().endpointType((byte) 9), 1);

        assertThat(brokers.brokers())
                .singleElement()
                .satisfies(broker -> assertThat(broker.port()).isEqualTo(9001));
        assertThat(brokers.clusterId()).isEqualTo("the-cluster");
        assertThat(controllers.errorCode()).isEqualTo(ErrorCode.MISMATCHED_ENDPOINT_TYPE.code());
        assertThat(neither.errorCode()).isEqualTo(ErrorCode.UNSUPPORTED_ENDPOINT_TYPE.code());
    }

    @Test
    void shouldAnswerAHandshakeAsAListenerWithoutSasl() throws Exception {
        SaslHandshakeResponse response = ask(new SaslHandshakeRequest().mechanism("PLAIN"), 1);

        assertThat(response.errorCode()).isEqualTo(ErrorCode.ILLEGAL_SASL_STATE.code());
        assertThat(response.mechanisms()).isEmpty();
    }

    @Test
    void shouldRefuseRecordsForTopicsThatDoNotExist() throws Exception {
        for (short version = 0; version <= ApiKey.PRODUCE.highestVersion(); version++) {
            PartitionProduceData partition =
                    new PartitionProduceData().index(3).records(Records.of(Unpooled.wrappedBuffer(new byte[2000])));
            TopicProduceData topic = new TopicProduceData().partitionData(List.of(partition));
            boolean byId = version >= 13;
            if (byId) {
                topic.topicId(Uuid.random());
            } else {
                topic.name("orders");
            }

            ProduceResponse response = ask(new ProduceRequest().acks((short) 1).topicData(List.of(topic)), version);

            assertThat(response.responses())
                    .singleElement()
                    .satisfies(answered -> assertThat(answered.partitionResponses())
                            .singleElement()
                            .satisfies(refused -> {
                                assertThat(refused.index()).isEqualTo(3);
                                assertThat(refused.errorCode())
                                        .isEqualTo((byId
                                                        ? ErrorCode.UNKNOWN_TOPIC_ID
                                                        : ErrorCode.UNKNOWN_TOPIC_OR_PARTITION)
                                                .code());
                            }));
        }
    }

    @Test
    void shouldCloseTheConnectionOfWhoWantsNoAnswerToAFailure() throws Exception {
        try (RawClient client = server.connect()) {
            client.send(1, new ProduceRequest().acks((short) 0), 3);

            assertThat(client.isClosedByPeer()).isTrue();
        }
    }

    @Test
    void shouldAnswerAFailureOfAHandlerWithAnErrorAndGoOn() throws Exception {
        try (RawClient client = server.connect()) {
            client.send(1, new HeartbeatRequest().groupId("unexpected"), 0);
            client.send(2, new HeartbeatRequest().groupId("known"), 0);

            assertThat(((HeartbeatResponse)
                                    client.readAnswer(ApiKey.HEARTBEAT, 0).body())
                            .errorCode())
                    .isEqualTo(ErrorCode.UNKNOWN_SERVER_ERROR.code());
            assertThat(((HeartbeatResponse)
                                    client.readAnswer(ApiKey.HEARTBEAT, 0).body())
                            .errorCode())
                    .isEqualTo(ErrorCode.INVALID_REQUEST.code());
        }
    }

    @Test
    void shouldMeasureEveryRequest() throws Exception {
        ask(new DescribeClusterRequest(), 0);
        ask(new DescribeClusterRequest(), 1);

        assertThat(metrics.byApi()).containsOnlyKeys(ApiKey.DESCRIBE_CLUSTER);
        assertThat(metrics.byApi()
                        .get(ApiKey.DESCRIBE_CLUSTER)
                        .total()
                        .sinceStart()
                        .getTotalCount())
                .isEqualTo(2);
    }

    @SuppressWarnings("unchecked")
    private <R extends Message> R ask(RequestMessage<R> request, int version) throws IOException {
        try (RawClient client = server.connect()) {
            client.send(5, request, version);
            RawClient.Answer answer = client.readAnswer(request.apiKey(), version);
            assertThat(answer).as("%s v%d", request.apiKey(), version).isNotNull();
            assertThat(answer.correlationId()).isEqualTo(5);
            return (R) answer.body();
        }
    }

    private static byte[] header(int api, int version) {
        return ByteBufUtil.getBytes(Unpooled.buffer()
                .writeInt(10)
                .writeShort(api)
                .writeShort(version)
                .writeInt(1)
                .writeShort(-1));
    }

    private static LiveBroker broker(int id, String listener, String host) {
        BrokerEndpoint endpoint = new BrokerEndpoint(listener, host, 9000 + id, SecurityProtocol.PLAINTEXT);
        return new LiveBroker(
                new RegisteredBroker(id, List.of(endpoint), Optional.of("rack"), -1, Map.of(), 0), 100 + id);
    }

    /** Stands for any handler that goes wrong. */
    private static final class FailingHandler implements ApiHandler<HeartbeatRequest, HeartbeatResponse> {
        @Override
        public ApiKey api() {
            return ApiKey.HEARTBEAT;
        }

        @Override
        public void handle(RequestContext context, HeartbeatRequest request) {
            if (request.groupId().equals("known")) {
                throw new ApiException(ErrorCode.INVALID_REQUEST, "as the protocol knows it");
            }
            throw new IllegalStateException("a bug");
        }

        @Override
        public HeartbeatResponse failure(HeartbeatRequest request, ErrorCode error) {
            return new HeartbeatResponse().errorCode(error.code());
        }
    }
}
