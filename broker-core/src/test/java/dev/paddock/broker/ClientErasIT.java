package dev.paddock.broker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paddock.broker.cluster.TestCluster;
import dev.paddock.broker.probe.AdminProbe;
import dev.paddock.broker.probe.ClientEra;
import dev.paddock.broker.probe.ConsumerProbe;
import dev.paddock.broker.probe.SimpleConsumerProbe;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Kafka's own clients, from the first to the newest, against one cluster. */
class ClientErasIT {
    private static TestCluster cluster;

    @BeforeAll
    static void start() {
        cluster = TestCluster.of(3)
                .with("broker.rack", "r1")
                .with("auto.create.topics.enable", "false")
                .start();
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.11.0.3", "1.1.1", "2.0.1", "2.4.1", "2.8.2", "3.3.2", "3.9.1", "4.4.0"})
    void shouldDescribeTheClusterToTheAdminClientOf(String version) throws Exception {
        try (ClientEra era = ClientEra.of(version)) {
            assertThat(era.run(AdminProbe.class, cluster.bootstrap()))
                    .isEqualTo(cluster.broker(0).clusterId() + " [0@127.0.0.1:" + port(0) + "/r1, 1@127.0.0.1:"
                            + port(1) + "/r1, 2@127.0.0.1:" + port(2) + "/r1]");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.9.0.1", "0.10.2.2", "0.11.0.3", "2.8.2", "3.9.1", "4.4.0"})
    void shouldListNoTopicsToTheConsumerOf(String version) throws Exception {
        try (ClientEra era = ClientEra.of(version)) {
            assertThat(era.run(ConsumerProbe.class, cluster.bootstrap())).isEqualTo("[]");
        }
    }

    @Test
    void shouldAnswerTheSimpleConsumerOfKafka08() throws Exception {
        try (ClientEra era = ClientEra.of08()) {
            assertThat(era.run(SimpleConsumerProbe.class, "127.0.0.1:" + port(0)))
                    .isEqualTo("orders 3");
        }
    }

    private static int port(int index) {
        return cluster.broker(index).port("PLAINTEXT");
    }
}
