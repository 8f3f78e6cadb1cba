package dev.paddock.broker.api;

import static dev.paddock.broker.net.TestServer.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.paddock.broker.metrics.RequestMetrics;
import dev.paddock.broker.net.RawClient;
import dev.paddock.broker.net.TestServer;
import dev.paddock.broker.topic.TestTopics;
import dev.paddock.coordinator.topic.Topic;
import dev.paddock.coordinator.zk.ClusterView;
import dev.paddock.protocol.ErrorCode;
import dev.paddock.protocol.Uuid;
import dev.paddock.protocol.message.ApiKey;
import dev.paddock.protocol.message.CreatePartitionsRequest;
import dev.paddock.protocol.message.CreatePartitionsRequest.CreatePartitionsTopic;
import dev.paddock.protocol.message.CreateTopicsRequest;
import dev.paddock.protocol.message.CreateTopicsRequest.CreatableReplicaAssignment;
import dev.paddock.protocol.message.CreateTopicsRequest.CreatableTopic;
import dev.paddock.protocol.message.CreateTopicsRequest.CreatableTopicConfig;
import dev.paddock.protocol.message.CreateTopicsResponse.CreatableTopicConfigs;
import dev.paddock.protocol.message.CreateTopicsResponse.CreatableTopicResult;
import dev.paddock.protocol.message.DeleteTopicsRequest;
import dev.paddock.protocol.message.DeleteTopicsRequest.DeleteTopicState;
import dev.paddock.protocol.message.InitProducerIdRequest;
import dev.paddock.protocol.message.InitProducerIdResponse;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Topics come, grow and go, in every version of the APIs. */
class TopicHandlersTest {
    private static final int TIMEOUT_MS = 15_000;

    private final TestTopics topics = new TestTopics();
    private final TestServer server = new TestServer(
            new RequestDispatcher(ApiRegistry.ofBroker(topics::topics, List.of()), new RequestMetrics()));

    @AfterEach
    void stop() {
        server.close();
        topics.close();
    }

    @Test
    void shouldCreateATopicInEveryVersion() throws Exception {
        for (short version = ApiKey.CREATE_TOPICS.lowestVersion();
                version <= ApiKey.CREATE_TOPICS.highestVersion();
                version++) {
            CreatableTopic wanted = new CreatableTopic()
                    .name("t" + version)
                    .numPartitions(2)
                    .replicationFactor((short) 2)
                    .configs(List.of(
                            new CreatableTopicConfig().name("retention.ms").value("7")));

            CreatableTopicResult created = create(wanted, version);

            assertThat(created.errorCode()).as("version %d", version).isZero();
            Topic topic = topics.topics().catalog().table().topic("t" + version);
            assertThat(topic.partitions())
                    .hasSize(2)
                    .allMatch(partition ->
                            partition.hasLeader() && partition.replicas().size() == 2);
            assertThat(topic.overrides()).containsExactly(Map.entry("retention.ms", "7"));
            if (version >= 5) {
                assertThat(created.numPartitions()).isEqualTo(2);
                assertThat(created.replicationFactor()).isEqualTo((short) 2);
                assertThat(created.configs())
                        .filteredOn(config -> config.name().equals("retention.ms"))
                        .extracting(CreatableTopicConfigs::value, CreatableTopicConfigs::configSource)
                        .containsExactly(tuple("7", (byte) 1));
            }
            assertThat(created.topicId()).isEqualTo(version >= 7 ? topic.id() : Uuid.ZERO);
        }
    }

    @Test
    void shouldUseTheBrokersDefaultsAndPlaceByHand() throws Exception {
        CreatableTopicResult defaults =
                create(new CreatableTopic().name("d").numPartitions(-1).replicationFactor((short) -1), 5);
        CreatableTopicResult manual = create(
                byHand("m")
                        .assignments(List.of(
                                new CreatableReplicaAssignment()
                                        .partitionIndex(1)
                                        .brokerIds(new int[] {2, 1}),
                                new CreatableReplicaAssignment()
                                        .partitionIndex(0)
                                        .brokerIds(new int[] {1, 2}))),
                5);

        assertThat(defaults.numPartitions()).isEqualTo(1);
        assertThat(manual.errorCode()).isZero();
        assertThat(topics.topics().catalog().table().partition("m", 1).replicas())
                .containsExactly(2, 1);
    }

    @Test
    void shouldOnlyValidateWhenAsked() throws Exception {
        CreateTopicsRequest request =
                new CreateTopicsRequest().validateOnly(true).topics(List.of(sized("a", 3, 1), sized("b", 3, 9)));

        List<CreatableTopicResult> results =
                RawClient.ask(server.port(), request, 7).topics();

        assertThat(results.get(0).errorCode()).isZero();
        assertThat(results.get(0).numPartitions()).isEqualTo(3);
        assertThat(results.get(0).topicId()).isEqualTo(Uuid.ZERO);
        assertThat(results.get(1).errorCode()).isEqualTo(ErrorCode.INVALID_REPLICATION_FACTOR.code());
        assertThat(topics.topics().catalog().table().names()).isEmpty();
    }

    @Test
    void shouldRefuseTopicsNamedTwice() throws Exception {
        CreateTopicsRequest request =
                new CreateTopicsRequest().topics(List.of(sized("a", 1, 1), sized("b", 1, 1), sized("a", 1, 1)));

        List<CreatableTopicResult> results =
                RawClient.ask(server.port(), request, 4).topics();

        assertThat(results).hasSize(2);
        assertThat(results)
                .filteredOn(result -> result.name().equals("a"))
                .singleElement()
                .satisfies(result -> {
                    assertThat(result.errorCode()).isEqualTo(ErrorCode.INVALID_REQUEST.code());
                    assertThat(result.errorMessage()).isEqualTo("Found multiple entries for this topic.");
                });
        assertThat(topics.topics().catalog().table().names()).containsExactly("b");
    }

    @Test
    void shouldTimeOutWhenNobodyLeadsAndWithoutTimeAtOnce() throws Exception {
        topics.resign();

        CreatableTopicResult waited = RawClient.ask(
                        server.port(), new CreateTopicsRequest().timeoutMs(50).topics(List.of(sized("a", 1, 1))), 4)
                .topics()
                .get(0);
        CreatableTopicResult atOnce = RawClient.ask(
                        server.port(), new CreateTopicsRequest().timeoutMs(0).topics(List.of(sized("b", 1, 1))), 4)
                .topics()
                .get(0);

        assertThat(waited.errorCode()).isEqualTo(ErrorCode.REQUEST_TIMED_OUT.code());
        assertThat(atOnce.errorCode()).isEqualTo(ErrorCode.REQUEST_TIMED_OUT.code());
        await("both are there", () -> topics.topics().catalog().table().names().equals(Set.of("a", "b")));
    }

    @Test
    void shouldSendTheClientToTheController() throws Exception {
        topics.cluster(new ClusterView("the-cluster", new TreeMap<>(), 2));

        assertThat(create(sized("a", 1, 1), 4).errorCode()).isEqualTo(ErrorCode.NOT_CONTROLLER.code());
        assertThat(RawClient.ask(server.port(), new DeleteTopicsRequest().topicNames(List.of("a")), 3)
                        .responses()
                        .get(0)
                        .errorCode())
                .isEqualTo(ErrorCode.NOT_CONTROLLER.code());
        assertThat(grow("a", 2)).isEqualTo(ErrorCode.NOT_CONTROLLER);
    }

    @Test
    void shouldSayThatItTimedOutWhenZooKeeperIsAway() throws Exception {
        topics.store().suspend();

        assertThat(create(sized("a", 1, 1), 4).errorCode()).isEqualTo(ErrorCode.REQUEST_TIMED_OUT.code());
    }

    @Test
    void shouldDeleteByNameAndById() throws Exception {
        create(sized("named", 1, 1), 4);
        Uuid id = create(sized("identified", 1, 1), 7).topicId();
        DeleteTopicsRequest byName =
                new DeleteTopicsRequest().timeoutMs(TIMEOUT_MS).topicNames(List.of("named", "unknown"));
        DeleteTopicsRequest byId = new DeleteTopicsRequest()
                .timeoutMs(TIMEOUT_MS)
                .topics(List.of(new DeleteTopicState().topicId(id), new DeleteTopicState().topicId(Uuid.random())));

        var named = RawClient.ask(server.port(), byName, 1).responses();
        var identified = RawClient.ask(server.port(), byId, 6).responses();

        assertThat(named.get(0).errorCode()).isZero();
        assertThat(named.get(1).errorCode()).isEqualTo(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION.code());
        assertThat(identified.get(0).errorCode()).isZero();
        assertThat(identified.get(0).name()).isEqualTo("identified");
        assertThat(identified.get(1).errorCode()).isEqualTo(ErrorCode.UNKNOWN_TOPIC_ID.code());
        assertThat(topics.topics().catalog().table().names()).isEmpty();
    }

    @Test
    void shouldRefuseToDeleteByNameAndIdAtOnce() throws Exception {
        DeleteTopicsRequest both = new DeleteTopicsRequest()
                .topics(List.of(new DeleteTopicState().name("a").topicId(Uuid.random())));

        assertThat(RawClient.ask(server.port(), both, 6).responses().get(0).errorCode())
                .isEqualTo(ErrorCode.INVALID_REQUEST.code());
    }

    @Test
    void shouldAddPartitions() throws Exception {
        create(sized("a", 1, 1), 4);

        assertThat(grow("a", 4)).isEqualTo(ErrorCode.NONE);
        assertThat(grow("a", 4)).isEqualTo(ErrorCode.INVALID_PARTITIONS);
        assertThat(grow("b", 4)).isEqualTo(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION);
        assertThat(topics.topics().catalog().table().topic("a").partitions()).hasSize(4);
    }

    @Test
    void shouldGiveEachProducerAnIdOfItsOwn() throws Exception {
        for (short version = 0; version <= 5; version++) {
            InitProducerIdResponse response =
                    RawClient.ask(server.port(), new InitProducerIdRequest().transactionalId(null), version);

            assertThat(response.errorCode()).isZero();
            assertThat(response.producerId()).isEqualTo(version);
            assertThat(response.producerEpoch()).isZero();
        }
    }

    @Test
    void shouldRefuseTransactionalProducersInAWayThatEndsThem() throws Exception {
        assertThat(RawClient.ask(server.port(), new InitProducerIdRequest().transactionalId("tx"), 4)
                        .errorCode())
                .isEqualTo(ErrorCode.UNSUPPORTED_VERSION.code());
        assertThat(RawClient.ask(server.port(), new InitProducerIdRequest().transactionalId(""), 4)
                        .errorCode())
                .isEqualTo(ErrorCode.INVALID_REQUEST.code());
        topics.store().suspend();
        assertThat(RawClient.ask(server.port(), new InitProducerIdRequest().transactionalId(null), 4)
                        .errorCode())
                .isEqualTo(ErrorCode.COORDINATOR_LOAD_IN_PROGRESS.code());
    }

    private CreatableTopicResult create(CreatableTopic topic, int version) throws Exception {
        return RawClient.ask(
                        server.port(),
                        new CreateTopicsRequest().timeoutMs(TIMEOUT_MS).topics(List.of(topic)),
                        version)
                .topics()
                .get(0);
    }

    private ErrorCode grow(String topic, int count) throws Exception {
        CreatePartitionsTopic wanted =
                new CreatePartitionsTopic().name(topic).count(count).assignments(null);
        return ErrorCode.forCode(RawClient.ask(
                        server.port(),
                        new CreatePartitionsRequest().timeoutMs(TIMEOUT_MS).topics(List.of(wanted)),
                        3)
                .results()
                .get(0)
                .errorCode());
    }

    private static CreatableTopic sized(String name, int partitions, int replicationFactor) {
        return new CreatableTopic().name(name).numPartitions(partitions).replicationFactor((short) replicationFactor);
    }

    private static CreatableTopic byHand(String name) {
        return sized(name, -1, -1);
    }
}
