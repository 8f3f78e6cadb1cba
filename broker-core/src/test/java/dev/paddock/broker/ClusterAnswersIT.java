package dev.paddock.broker;

import static dev.paddock.broker.net.TestServer.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.paddock.broker.cluster.BrokerClient;
import dev.paddock.broker.cluster.TestCluster;
import dev.paddock.protocol.message.DescribeClusterResponse;
import dev.paddock.protocol.message.MetadataResponse;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What three brokers with two listeners say of each other. */
class ClusterAnswersIT {
    private TestCluster cluster;

    @BeforeEach
    void start() {
        cluster = TestCluster.of(3)
                .with("listeners", "PLAINTEXT://127.0.0.1:0,INTERNAL://127.0.0.1:0")
                .with("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,INTERNAL:PLAINTEXT")
                .with("inter.broker.listener.name", "INTERNAL")
                .with("broker.rack", "r1")
                .start();
    }

    @AfterEach
    void stop() {
        cluster.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"PLAINTEXT", "INTERNAL"})
    void shouldNameEveryBrokerByTheListenerThatWasAsked(String listener) throws Exception {
        List<String> expected = IntStream.range(0, 3)
                .mapToObj(id -> id + "@127.0.0.1:" + cluster.broker(id).port(listener) + "/r1")
                .toList();
        for (int id = 0; id < 3; id++) {
            try (BrokerClient client = BrokerClient.of(cluster.broker(id), listener)) {
                await("three brokers", () -> client.brokerIds().size() == 3);

                assertThat(metadata(client)).isEqualTo(expected);
                assertThat(described(client)).isEqualTo(expected);
                assertThat(client.metadata().clusterId())
                        .isEqualTo(cluster.broker(0).clusterId());
                assertThat(client.describeCluster().clusterId())
                        .isEqualTo(cluster.broker(0).clusterId());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void shouldForgetABrokerThatStops(int stopped) throws Exception {
        try (BrokerClient client = BrokerClient.of(cluster.broker(1))) {
            await("three brokers", () -> client.brokerIds().size() == 3);

            cluster.broker(stopped).close();

            await(
                    "two brokers",
                    () -> client.brokerIds().equals(List.of(Math.min(1, 2 - stopped), Math.max(1, 2 - stopped))));
            assertThat(client.describeCluster().brokers()).hasSize(2);
        }
    }

    private static List<String> metadata(BrokerClient client) throws IOException {
        return client.metadata().brokers().stream()
                .map(ClusterAnswersIT::text)
                .sorted()
                .toList();
    }

    private static String text(MetadataResponse.MetadataResponseBroker broker) {
        return broker.nodeId() + "@" + broker.host() + ":" + broker.port() + "/" + broker.rack();
    }

    private static List<String> described(BrokerClient client) throws IOException {
        return client.describeCluster().brokers().stream()
                .map(ClusterAnswersIT::text)
                .sorted()
                .toList();
    }

    private static String text(DescribeClusterResponse.DescribeClusterBroker broker) {
        return broker.brokerId() + "@" + broker.host() + ":" + broker.port() + "/" + broker.rack();
    }
}
