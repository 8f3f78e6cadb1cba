package dev.paddock.broker.api;

import static dev.paddock.broker.net.TestServer.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.paddock.broker.metrics.RequestMetrics;
import dev.paddock.broker.net.RawClient;
import dev.paddock.broker.net.TestServer;
import dev.paddock.broker.topic.TestTopics;
import dev.paddock.coordinator.topic.Topic;
import dev.paddock.coordinator.zk.ClusterView;
import dev.paddock.protocol.ErrorCode;
import dev.paddock.protocol.Uuid;
import dev.paddock.protocol.message.ApiKey;
import dev.paddock.protocol.message.MetadataRequest;
import dev.paddock.protocol.message.MetadataRequest.MetadataRequestTopic;
import dev.paddock.protocol.message.MetadataResponse.MetadataResponsePartition;
import dev.paddock.protocol.message.MetadataResponse.MetadataResponseTopic;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Topics as Metadata tells of them. Broker 1 listens on PLAINTEXT, broker 2 only on INTERNAL. */
class TopicMetadataTest {
    private final TestTopics topics = new TestTopics();
    private final TestServer server = new TestServer(
            new RequestDispatcher(ApiRegistry.ofBroker(topics::topics, List.of()), new RequestMetrics()));

    @AfterEach
    void stop() {
        server.close();
        topics.close();
    }

    @Test
    void shouldTellOfATopicInEveryVersion() throws Exception {
        Topic topic = create("orders", List.of(List.of(1)));
        for (short version = 0; version <= ApiKey.METADATA.highestVersion(); version++) {
            MetadataResponseTopic told = ask("orders", version);

            assertThat(told.errorCode()).isZero();
            assertThat(told.name()).isEqualTo("orders");
            assertThat(told.isInternal()).isFalse();
            assertThat(told.topicId()).isEqualTo(version >= 10 ? topic.id() : Uuid.ZERO);
            assertThat(told.partitions()).singleElement().satisfies(partition -> {
                assertThat(partition.errorCode()).isZero();
                assertThat(partition.leaderId()).isEqualTo(1);
                assertThat(partition.replicaNodes()).containsExactly(1);
                assertThat(partition.isrNodes()).containsExactly(1);
                assertThat(partition.offlineReplicas()).isEmpty();
            });
        }
    }

    @Test
    void shouldTellOfAllTopics() throws Exception {
        create("b", List.of(List.of(1)));
        create("a", List.of(List.of(1)));
        create("__consumer_offsets", List.of(List.of(1)));
        for (short version = 0; version <= ApiKey.METADATA.highestVersion(); version++) {
            List<MetadataResponseTopic> told = RawClient.ask(
                            server.port(), new MetadataRequest().topics(version == 0 ? List.of() : null), version)
                    .topics();

            assertThat(told).extracting(MetadataResponseTopic::name).containsExactly("__consumer_offsets", "a", "b");
            assertThat(told.get(0).isInternal()).isEqualTo(version >= 1);
            assertThat(RawClient.ask(server.port(), new MetadataRequest().topics(List.of()), version)
                            .topics())
                    .hasSize(version == 0 ? 3 : 0);
        }
    }

    @Test
    void shouldTellOfATopicById() throws Exception {
        Topic topic = create("orders", List.of(List.of(1)));
        MetadataRequest request = new MetadataRequest()
                .topics(List.of(
                        new MetadataRequestTopic().name(null).topicId(topic.id()),
                        new MetadataRequestTopic().name(null).topicId(Uuid.random())));

        List<MetadataResponseTopic> told =
                RawClient.ask(server.port(), request, 12).topics();

        assertThat(told.get(0).name()).isEqualTo("orders");
        assertThat(told.get(1).errorCode()).isEqualTo(ErrorCode.UNKNOWN_TOPIC_ID.code());
    }

    @Test
    void shouldTellOfALeaderThatIsNotOnTheListener() throws Exception {
        create("orders", List.of(List.of(2, 1)));

        assertThat(partition(0).errorCode()).isEqualTo(ErrorCode.LEADER_NOT_AVAILABLE.code());
        assertThat(partition(0).replicaNodes()).containsExactly(1);
        assertThat(partition(5).errorCode()).isEqualTo(ErrorCode.LEADER_NOT_AVAILABLE.code());
        assertThat(partition(6).errorCode()).isEqualTo(ErrorCode.LISTENER_NOT_FOUND.code());
        assertThat(partition(6).leaderId()).isEqualTo(-1);
        assertThat(partition(6).replicaNodes()).containsExactly(2, 1);
    }

    @Test
    void shouldTellOfReplicasThatAreDead() throws Exception {
        create("orders", List.of(List.of(1, 2)));
        topics.cluster(
                new ClusterView("the-cluster", new TreeMap<>(Map.of(1, TestTopics.broker(1, "PLAINTEXT", "one"))), 1));

        assertThat(partition(0).errorCode()).isEqualTo(ErrorCode.REPLICA_NOT_AVAILABLE.code());
        assertThat(partition(5).errorCode()).isZero();
        assertThat(partition(5).offlineReplicas()).containsExactly(2);
    }

    @Test
    void shouldNotTellOfPartitionsThatNeverHadALeader() throws Exception {
        int dead = 9;
        topics.topics()
                .store()
                .createTopic("half", Uuid.random(), List.of(List.of(1), List.of(dead)), Map.of())
                .join();
        topics.topics()
                .store()
                .createTopic("none", Uuid.random(), List.of(List.of(dead)), Map.of())
                .join();
        await("both", () -> {
            Topic half = topics.topics().catalog().table().topic("half");
            return topics.topics().catalog().table().topic("none") != null
                    && half != null
                    && half.partition(0).hasLeader();
        });

        List<MetadataResponseTopic> all = RawClient.ask(server.port(), new MetadataRequest().topics(null), 9)
                .topics();

        assertThat(all)
                .singleElement()
                .satisfies(half -> assertThat(half.partitions())
                        .singleElement()
                        .satisfies(partition ->
                                assertThat(partition.partitionIndex()).isZero()));
        assertThat(ask("half", 9).partitions()).hasSize(1);
        assertThat(ask("none", 9).errorCode()).isEqualTo(ErrorCode.LEADER_NOT_AVAILABLE.code());
        assertThat(ask("none", 9).partitions()).isEmpty();
    }

    @Test
    void shouldCreateWhatIsAskedForAndNotThere() throws Exception {
        assertThat(ask("asked", 1).errorCode()).isEqualTo(ErrorCode.LEADER_NOT_AVAILABLE.code());

        await("the topic", () -> topics.topics().catalog().table().topic("asked") != null);
        await("a leader", () -> {
            var partition = topics.topics().catalog().table().partition("asked", 0);
            return partition.hasLeader();
        });
        assertThat(RawClient.ask(server.port(), new MetadataRequest().topics(null), 1)
                        .topics())
                .hasSize(1);
    }

    @Test
    void shouldNotCreateWhatTheClientDoesNotWant() throws Exception {
        MetadataRequest request = new MetadataRequest()
                .allowAutoTopicCreation(false)
                .topics(List.of(new MetadataRequestTopic().name("asked")));

        assertThat(RawClient.ask(server.port(), request, 4).topics().get(0).errorCode())
                .isEqualTo(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION.code());
        assertThat(ask("__consumer_offsets", 4).errorCode()).isEqualTo(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION.code());
        assertThat(ask("no spaces", 4).errorCode()).isEqualTo(ErrorCode.INVALID_TOPIC_EXCEPTION.code());
        assertThat(topics.topics().catalog().table().size()).isZero();
    }

    @Test
    void shouldSayWhyItCannotCreateWhatIsAskedFor() throws Exception {
        try (TestTopics three = new TestTopics("default.replication.factor", "3");
                TestServer other = new TestServer(
                        new RequestDispatcher(ApiRegistry.ofBroker(three::topics, List.of()), new RequestMetrics()))) {
            MetadataRequest request = new MetadataRequest()
                    .allowAutoTopicCreation(true)
                    .topics(List.of(new MetadataRequestTopic().name("asked")));

            assertThat(RawClient.ask(other.port(), request, 4).topics().get(0).errorCode())
                    .isEqualTo(ErrorCode.INVALID_REPLICATION_FACTOR.code());
        }
        topics.store().suspend();
        assertThat(ask("asked", 4).errorCode()).isEqualTo(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION.code());
    }

    @Test
    void shouldTellAuthorizedOperationsOnlyWhenAsked() throws Exception {
        create("orders", List.of(List.of(1)));
        int everything = 0xdf8;
        MetadataRequest request = new MetadataRequest().topics(null).includeTopicAuthorizedOperations(true);

        assertThat(RawClient.ask(server.port(), request, 8).topics().get(0).topicAuthorizedOperations())
                .isEqualTo(everything);
        assertThat(ask("orders", 8).topicAuthorizedOperations()).isEqualTo(Integer.MIN_VALUE);
    }

    private Topic create(String name, List<List<Integer>> replicas) {
        topics.topics()
                .store()
                .createTopic(name, Uuid.random(), replicas, Map.of())
                .join();
        await(name, () -> {
            Topic topic = topics.topics().catalog().table().topic(name);
            return topic != null && topic.partition(0).hasLeader();
        });
        return topics.topics().catalog().table().topic(name);
    }

    private MetadataResponsePartition partition(int version) throws Exception {
        return ask("orders", version).partitions().get(0);
    }

    private MetadataResponseTopic ask(String topic, int version) throws Exception {
        MetadataRequest request = new MetadataRequest()
                .allowAutoTopicCreation(true)
                .topics(List.of(new MetadataRequestTopic().name(topic)));
        return RawClient.ask(server.port(), request, version).topics().get(0);
    }
}
