package dev.paddock.broker;

import static dev.paddock.broker.net.TestServer.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.paddock.broker.cluster.BrokerClient;
import dev.paddock.broker.cluster.OldTool;
import dev.paddock.broker.cluster.TestCluster;
import dev.paddock.broker.net.RawClient;
import dev.paddock.protocol.Uuid;
import dev.paddock.protocol.message.CreateTopicsRequest;
import dev.paddock.protocol.message.CreateTopicsRequest.CreatableTopic;
import dev.paddock.protocol.message.CreateTopicsRequest.CreatableTopicConfig;
import dev.paddock.protocol.message.DescribeConfigsRequest;
import dev.paddock.protocol.message.DescribeConfigsRequest.DescribeConfigsResource;
import dev.paddock.protocol.message.MetadataResponse.MetadataResponseTopic;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Kafka 2.1's kafka-topics and kafka-configs with --zookeeper: they read what we write, and we do what they write. */
class OldToolsIT {
    private TestCluster cluster;

    @BeforeEach
    void start() {
        cluster = TestCluster.of(1).start();
    }

    @AfterEach
    void stop() {
        cluster.close();
    }

    @Test
    void shouldLetOldToolsReadAndChangeWhatWeWrite() throws Exception {
        CreatableTopic wanted = new CreatableTopic()
                .name("orders")
                .numPartitions(2)
                .replicationFactor((short) 1)
                .configs(List.of(new CreatableTopicConfig().name("retention.ms").value("7")));
        RawClient.ask(port(), new CreateTopicsRequest().topics(List.of(wanted)), 5);
        try (BrokerClient client = BrokerClient.of(cluster.broker(0))) {
            Uuid id = topic(client, "orders").topicId();

            assertThat(OldTool.run(cluster, "TopicCommand", "--describe", "--topic", "orders"))
                    .contains(
                            "PartitionCount:2",
                            "Configs:retention.ms=7",
                            "Partition: 1\tLeader: 0\tReplicas: 0\tIsr: 0");

            OldTool.run(cluster, "TopicCommand", "--alter", "--topic", "orders", "--partitions", "3");
            await("a third partition", () -> isLed(client, "orders", 3));
            assertThat(topic(client, "orders").topicId()).isEqualTo(id);

            OldTool.run(
                    cluster,
                    "ConfigCommand",
                    "--alter",
                    "--entity-type",
                    "topics",
                    "--entity-name",
                    "orders",
                    "--add-config",
                    "retention.ms=9");
            await("the setting", () -> retention("orders").equals("9"));
        }
    }

    @Test
    void shouldLeadAndDeleteWhatOldToolsWrite() throws Exception {
        OldTool.run(
                cluster,
                "TopicCommand",
                "--create",
                "--topic",
                "old",
                "--partitions",
                "2",
                "--replication-factor",
                "1");
        try (BrokerClient client = BrokerClient.of(cluster.broker(0))) {
            await("leaders", () -> isLed(client, "old", 2));
            await("an id", () -> !topic(client, "old").topicId().equals(Uuid.ZERO));

            OldTool.run(cluster, "TopicCommand", "--delete", "--topic", "old");

            await("gone", () -> topic(client, "old") == null);
            assertThat(OldTool.run(cluster, "TopicCommand", "--list")).doesNotContain("old");
        }
    }

    private int port() {
        return cluster.broker(0).port("PLAINTEXT");
    }

    private String retention(String topic) {
        DescribeConfigsRequest request = new DescribeConfigsRequest()
                .resources(List.of(new DescribeConfigsResource()
                        .resourceType((byte) 2)
                        .resourceName(topic)
                        .configurationKeys(List.of("retention.ms"))));
        try {
            return RawClient.ask(port(), request, 4)
                    .results()
                    .get(0)
                    .configs()
                    .get(0)
                    .value();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isLed(BrokerClient client, String name, int partitions) {
        MetadataResponseTopic topic = topic(client, name);
        return topic != null
                && topic.partitions().size() == partitions
                && topic.partitions().stream().allMatch(partition -> partition.leaderId() == 0);
    }

    /** Null when there is none. */
    private static MetadataResponseTopic topic(BrokerClient client, String name) {
        try {
            return client.metadata().topics().stream()
                    .filter(topic -> topic.name().equals(name))
                    .findFirst()
                    .orElse(null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
