package dev.paddock.broker;

import static dev.paddock.broker.net.TestServer.await;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import dev.paddock.broker.cluster.BrokerClient;
import dev.paddock.broker.cluster.CapturedLog;
import dev.paddock.broker.cluster.TestCluster;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What an operator can see of the requests: the page of metrics, and the log of requests. */
class RequestMetricsIT {
    private static final Pattern ADDRESS = Pattern.compile("Metrics are at (http://127.0.0.1:\\d+/metrics)");

    @Test
    void shouldCountTheRequestsOfAnApiAndTheirPhases() throws Exception {
        try (CapturedLog log = CapturedLog.ofPaddock();
                TestCluster cluster = TestCluster.of(1)
                        .with("paddock.metrics.listener", "127.0.0.1:0")
                        .start();
                BrokerClient client = BrokerClient.of(cluster.broker(0))) {
            String address = address(log);
            for (int i = 0; i < 3; i++) {
                client.metadata();
            }
            client.describeCluster();

            await(
                    "the last request to be counted",
                    () -> page(address)
                            .contains("paddock_request_seconds_count{api=\"DescribeCluster\",phase=\"total\"} 1"));

            String page = page(address);
            for (String phase : new String[] {"queue", "local", "remote", "total"}) {
                assertThat(page)
                        .contains("paddock_request_seconds_count{api=\"Metadata\",phase=\"" + phase + "\"} 3")
                        .contains("paddock_request_seconds_sum{api=\"Metadata\",phase=\"" + phase + "\"}")
                        .contains("paddock_request_seconds_bucket{api=\"Metadata\",phase=\"" + phase
                                + "\",le=\"+Inf\"} 3");
            }
            assertThat(page)
                    .contains("paddock_connections 1.0")
                    .contains("paddock_requests_held 0.0")
                    .contains("paddock_request_bytes_held 0.0")
                    .doesNotContain("api=\"Produce\"");
        }
    }

    @Test
    void shouldLogEachRequestWithItsClientAndItsTimesWhenToldTo() throws Exception {
        try (TestCluster cluster = TestCluster.of(1).start();
                BrokerClient client = BrokerClient.of(cluster.broker(0));
                CapturedLog log = CapturedLog.of("dev.paddock.broker.request", Level.DEBUG)) {
            client.metadata();
            await("the line", () -> !log.lines().isEmpty());

            assertThat(log.lines())
                    .singleElement()
                    .asString()
                    .contains(
                            "DEBUG Metadata v12 ",
                            "'raw'",
                            "127.0.0.1:" + client.raw().socket().getLocalPort())
                    .containsPattern("\\d+ us in all, \\d+ in queue, \\d+ here, \\d+ for others");
        }
    }

    @Test
    void shouldLogNoRequestOtherwise() throws Exception {
        try (TestCluster cluster = TestCluster.of(1).start();
                BrokerClient client = BrokerClient.of(cluster.broker(0));
                CapturedLog log = CapturedLog.ofPaddock()) {
            for (int i = 0; i < 10; i++) {
                client.metadata();
            }

            assertThat(log.lines()).isEmpty();
        }
    }

    private static String address(CapturedLog log) {
        return log.lines().stream()
                .map(ADDRESS::matcher)
                .filter(Matcher::find)
                .map(line -> line.group(1))
                .findFirst()
                .orElseThrow();
    }

    private static String page(String address) {
        try (InputStream in = URI.create(address).toURL().openStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
