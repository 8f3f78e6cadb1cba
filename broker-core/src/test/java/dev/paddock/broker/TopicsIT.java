package dev.paddock.broker;

import static dev.paddock.broker.net.TestServer.await;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.paddock.broker.cluster.BrokerClient;
import dev.paddock.broker.cluster.TestCluster;
import dev.paddock.broker.probe.ClientEra;
import dev.paddock.broker.probe.SimpleConsumerProbe;
import dev.paddock.broker.probe.TopicAdminProbe;
import dev.paddock.coordinator.zk.CreateKind;
import dev.paddock.coordinator.zk.CuratorZkStore;
import dev.paddock.protocol.message.MetadataResponse.MetadataResponsePartition;
import dev.paddock.protocol.message.MetadataResponse.MetadataResponseTopic;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Topics on a real broker, by Kafka's own clients and by znodes that others write. */
class TopicsIT {
    private TestCluster cluster;

    @BeforeEach
    void start() {
        cluster = TestCluster.of(1).start();
    }

    @AfterEach
    void stop() {
        cluster.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.11.0.3", "1.1.1", "2.0.1", "2.4.1", "2.8.2", "3.3.2", "3.9.1", "4.4.0"})
    void shouldLiveTheLifeOfATopicWithTheAdminClientOf(String version) throws Exception {
        boolean canGrow = !version.startsWith("0.");
        try (ClientEra era = ClientEra.of(version)) {
            assertThat(era.run(TopicAdminProbe.class, cluster.bootstrap()))
                    .isEqualTo("partitions 2, retention 9000, retention 8000, " + (canGrow ? "partitions 4, " : "")
                            + "listed true, listed false");
        }
    }

    @Test
    void shouldCreateTheTopicThatAConsumerOfKafka08AsksFor() throws Exception {
        try (ClientEra era = ClientEra.of08();
                BrokerClient client = BrokerClient.of(cluster.broker(0))) {
            int leaderNotAvailable = 5;
            assertThat(era.run(SimpleConsumerProbe.class, cluster.bootstrap()))
                    .isEqualTo("orders " + leaderNotAvailable);

            await("a leader", () -> epoch(client) == 0);
            assertThat(era.run(SimpleConsumerProbe.class, cluster.bootstrap())).isEqualTo("orders 0");
        }
    }

    @Test
    void shouldLeadATopicThatAToolHasWritten() throws Exception {
        try (CuratorZkStore tool = cluster.connect();
                BrokerClient client = BrokerClient.of(cluster.broker(0))) {
            tool.create(
                            "/config/topics/written",
                            "{\"version\":1,\"config\":{\"retention.ms\":\"7\"}}".getBytes(UTF_8),
                            CreateKind.PERSISTENT)
                    .join();
            tool.create(
                            "/brokers/topics/written",
                            "{\"version\":1,\"partitions\":{\"0\":[0],\"1\":[0]}}".getBytes(UTF_8),
                            CreateKind.PERSISTENT)
                    .join();

            await(
                    "two partitions with leaders",
                    () -> topic(client, "written")
                            .filter(topic -> topic.partitions().size() == 2
                                    && topic.partitions().stream().allMatch(partition -> partition.leaderId() == 0))
                            .isPresent());

            tool.create("/admin/delete_topics/written", null, CreateKind.PERSISTENT)
                    .join();
            await("gone", () -> topic(client, "written").isEmpty());
        }
    }

    @Test
    void shouldBeginANewLeaderEpochWhenTheBrokerIsStartedAnew() throws Exception {
        try (ClientEra era = ClientEra.of("3.9.1")) {
            assertThat(era.run(TopicAdminProbe.class, cluster.bootstrap())).contains("partitions");
        }
        try (CuratorZkStore tool = cluster.connect()) {
            tool.create(
                            "/brokers/topics/orders",
                            "{\"version\":1,\"partitions\":{\"0\":[0]}}".getBytes(UTF_8),
                            CreateKind.PERSISTENT)
                    .join();
        }
        try (BrokerClient client = BrokerClient.of(cluster.broker(0))) {
            await("a leader", () -> epoch(client) == 0);
        }

        cluster.broker(0).close();

        try (Broker again = Broker.start(cluster.settings(0, Map.of()));
                BrokerClient client = BrokerClient.of(again)) {
            await("a new epoch", () -> epoch(client) == 1);
            assertThat(topic(client, "orders").orElseThrow().topicId().toString())
                    .hasSize(22);
        }
    }

    private static int epoch(BrokerClient client) {
        return topic(client, "orders")
                .map(topic -> topic.partitions().get(0))
                .filter(partition -> partition.leaderId() == 0)
                .map(MetadataResponsePartition::leaderEpoch)
                .orElse(-1);
    }

    private static Optional<MetadataResponseTopic> topic(BrokerClient client, String name) {
        try {
            return client.metadata().topics().stream()
                    .filter(topic -> topic.name().equals(name))
                    .findFirst();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
