package dev.paddock.broker.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paddock.broker.metrics.RequestMetrics;
import dev.paddock.broker.net.RawClient;
import dev.paddock.broker.net.TestServer;
import dev.paddock.broker.topic.TestTopics;
import dev.paddock.protocol.ErrorCode;
import dev.paddock.protocol.Uuid;
import dev.paddock.protocol.message.ApiKey;
import dev.paddock.protocol.message.DescribeClusterRequest;
import dev.paddock.protocol.message.DescribeClusterResponse;
import dev.paddock.protocol.message.MetadataRequest;
import dev.paddock.protocol.message.MetadataRequest.MetadataRequestTopic;
import dev.paddock.protocol.message.MetadataResponse;
import dev.paddock.protocol.message.MetadataResponse.MetadataResponseBroker;
import dev.paddock.protocol.message.MetadataResponse.MetadataResponseTopic;
import dev.paddock.protocol.message.SaslHandshakeRequest;
import dev.paddock.protocol.message.SaslHandshakeResponse;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ApiHandlersTest {
    private final TestTopics topics = new TestTopics("auto.create.topics.enable", "false");
    private final TestServer server = new TestServer(
            new RequestDispatcher(ApiRegistry.ofBroker(topics::topics, List.of()), new RequestMetrics()));

    @AfterEach
    void stop() {
        server.close();
        topics.close();
    }

    @Test
    void shouldListTheBrokersOfTheListenerThatWasAsked() throws Exception {
        for (short version = 0; version <= ApiKey.METADATA.highestVersion(); version++) {
            MetadataResponse response = RawClient.ask(
                    server.port(), new MetadataRequest().topics(version == 0 ? List.of() : null), version);

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
            MetadataResponse response = RawClient.ask(server.port(), new MetadataRequest().topics(topics), version);

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

        MetadataResponse unknown = RawClient.ask(server.port(), byId, 12);
        MetadataResponse refused = RawClient.ask(server.port(), byId, 10);

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

        assertThat(RawClient.ask(server.port(), new DescribeClusterRequest(), 0).clusterAuthorizedOperations())
                .isEqualTo(Integer.MIN_VALUE);
        assertThat(RawClient.ask(
                                server.port(), new DescribeClusterRequest().includeClusterAuthorizedOperations(true), 0)
                        .clusterAuthorizedOperations())
                .isEqualTo(everything);
        assertThat(RawClient.ask(
                                server.port(),
                                new MetadataRequest().topics(null).includeClusterAuthorizedOperations(true),
                                8)
                        .clusterAuthorizedOperations())
                .isEqualTo(everything);
    }

    @Test
    void shouldDescribeTheBrokersButHaveNoControllersEndpoint() throws Exception {
        DescribeClusterResponse brokers = RawClient.ask(server.port(), new DescribeClusterRequest(), 1);
        DescribeClusterResponse controllers =
                RawClient.ask(server.port(), new DescribeClusterRequest().endpointType((byte) 2), 1);
        DescribeClusterResponse neither =
                RawClient.ask(server.port(), new DescribeClusterRequest().endpointType((byte) 9), 1);

        assertThat(brokers.brokers())
                .singleElement()
                .satisfies(broker -> assertThat(broker.port()).isEqualTo(9001));
        assertThat(brokers.clusterId()).isEqualTo("the-cluster");
        assertThat(controllers.errorCode()).isEqualTo(ErrorCode.MISMATCHED_ENDPOINT_TYPE.code());
        assertThat(neither.errorCode()).isEqualTo(ErrorCode.UNSUPPORTED_ENDPOINT_TYPE.code());
    }

    @Test
    void shouldAnswerAHandshakeAsAListenerWithoutSasl() throws Exception {
        SaslHandshakeResponse response = RawClient.ask(server.port(), new SaslHandshakeRequest().mechanism("PLAIN"), 1);

        assertThat(response.errorCode()).isEqualTo(ErrorCode.ILLEGAL_SASL_STATE.code());
        assertThat(response.mechanisms()).isEmpty();
    }
}
