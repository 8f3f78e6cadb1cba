package dev.paddock.broker.api;

import static dev.paddock.broker.net.TestServer.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.paddock.broker.metrics.RequestMetrics;
import dev.paddock.broker.net.RawClient;
import dev.paddock.broker.net.TestServer;
import dev.paddock.broker.topic.TestTopics;
import dev.paddock.protocol.ErrorCode;
import dev.paddock.protocol.Uuid;
import dev.paddock.protocol.message.AlterConfigsRequest;
import dev.paddock.protocol.message.DescribeConfigsRequest;
import dev.paddock.protocol.message.DescribeConfigsRequest.DescribeConfigsResource;
import dev.paddock.protocol.message.DescribeConfigsResponse.DescribeConfigsResourceResult;
import dev.paddock.protocol.message.DescribeConfigsResponse.DescribeConfigsResult;
import dev.paddock.protocol.message.DescribeConfigsResponse.DescribeConfigsSynonym;
import dev.paddock.protocol.message.IncrementalAlterConfigsRequest;
import dev.paddock.protocol.message.IncrementalAlterConfigsRequest.AlterConfigsResource;
import dev.paddock.protocol.message.IncrementalAlterConfigsRequest.AlterableConfig;
import dev.paddock.protocol.message.IncrementalAlterConfigsResponse.AlterConfigsResourceResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The settings of topics and brokers, told and changed. */
class ConfigHandlersTest {
    private static final byte TOPIC = 2;
    private static final byte BROKER = 4;
    private static final byte SET = 0;
    private static final byte DELETE = 1;
    private static final byte APPEND = 2;
    private static final byte SUBTRACT = 3;

    private final TestTopics topics = new TestTopics("log.retention.hours", "2");
    private final TestServer server = new TestServer(
            new RequestDispatcher(ApiRegistry.ofBroker(topics::topics, List.of()), new RequestMetrics()));

    @BeforeEach
    void create() {
        topics.topics()
                .store()
                .createTopic("orders", Uuid.random(), List.of(List.of(1)), Map.of("segment.bytes", "9999"))
                .join();
        await("the topic", () -> topics.topics().catalog().table().topic("orders") != null);
    }

    @AfterEach
    void stop() {
        server.close();
        topics.close();
    }

    @Test
    void shouldDescribeATopicInEveryVersion() throws Exception {
        for (short version = 1; version <= 4; version++) {
            DescribeConfigsResourceResult own = entry(describe(TOPIC, "orders", version), "segment.bytes");
            DescribeConfigsResourceResult ofBroker = entry(describe(TOPIC, "orders", version), "retention.ms");
            DescribeConfigsResourceResult byDefault = entry(describe(TOPIC, "orders", version), "flush.messages");

            assertThat(own.value()).isEqualTo("9999");
            assertThat(own.configSource()).isEqualTo((byte) 1);
            assertThat(own.readOnly()).isFalse();
            assertThat(own.synonyms())
                    .extracting(
                            DescribeConfigsSynonym::name, DescribeConfigsSynonym::value, DescribeConfigsSynonym::source)
                    .containsExactly(
                            tuple("segment.bytes", "9999", (byte) 1),
                            tuple("log.segment.bytes", "1073741824", (byte) 5));
            assertThat(ofBroker.value()).isEqualTo("7200000");
            assertThat(ofBroker.configSource()).isEqualTo((byte) 4);
            assertThat(byDefault.value()).isEqualTo("9223372036854775807");
            assertThat(byDefault.configSource()).isEqualTo((byte) 5);
            assertThat(own.configType()).isEqualTo((byte) (version >= 3 ? 3 : 0));
        }
    }

    @Test
    void shouldTellTheFirstVersionOnlyWhatIsADefault() throws Exception {
        DescribeConfigsResult told = describe(TOPIC, "orders", 0);

        assertThat(entry(told, "segment.bytes").isDefault()).isFalse();
        assertThat(entry(told, "retention.ms").isDefault()).isFalse();
        assertThat(entry(told, "flush.messages").isDefault()).isTrue();
    }

    @Test
    void shouldTellOnlyTheKeysThatAreAskedFor() throws Exception {
        DescribeConfigsRequest request = new DescribeConfigsRequest()
                .resources(List.of(new DescribeConfigsResource()
                        .resourceType(TOPIC)
                        .resourceName("orders")
                        .configurationKeys(List.of("cleanup.policy", "unknown"))));

        DescribeConfigsResult result =
                RawClient.ask(server.port(), request, 4).results().get(0);

        assertThat(result.configs())
                .extracting(DescribeConfigsResourceResult::name, DescribeConfigsResourceResult::value)
                .containsExactly(tuple("cleanup.policy", "delete"));
    }

    @Test
    void shouldDescribeThisBrokerOnly() throws Exception {
        DescribeConfigsResourceResult hours = entry(describe(BROKER, "1", 4), "log.retention.hours");

        assertThat(hours.value()).isEqualTo("2");
        assertThat(hours.configSource()).isEqualTo((byte) 4);
        assertThat(hours.readOnly()).isTrue();
        assertThat(describe(BROKER, "", 4).configs()).isEmpty();
        assertThat(describe(BROKER, "2", 4).errorMessage())
                .isEqualTo("Unexpected broker id, expected 1 or empty string, but received 2");
        assertThat(describe(BROKER, "x", 4).errorCode()).isEqualTo(ErrorCode.INVALID_REQUEST.code());
        assertThat(describe((byte) 8, "1", 4).errorCode()).isEqualTo(ErrorCode.INVALID_REQUEST.code());
    }

    @Test
    void shouldKnowNoSettingsOfATopicThatIsNotThere() throws Exception {
        assertThat(describe(TOPIC, "nothing", 4).errorCode()).isEqualTo(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION.code());
        assertThat(describe(TOPIC, "a/b", 4).errorCode()).isEqualTo(ErrorCode.INVALID_TOPIC_EXCEPTION.code());
    }

    @Test
    void shouldChangeSettingsOneByOne() throws Exception {
        assertThat(change(false, step("retention.ms", SET, "5"), step("cleanup.policy", APPEND, "compact"))
                        .errorCode())
                .isZero();
        awaitOverrides(Map.of("segment.bytes", "9999", "retention.ms", "5", "cleanup.policy", "delete,compact"));

        assertThat(change(false, step("segment.bytes", DELETE, null), step("cleanup.policy", SUBTRACT, "delete"))
                        .errorCode())
                .isZero();
        awaitOverrides(Map.of("retention.ms", "5", "cleanup.policy", "compact"));
    }

    @Test
    void shouldRefuseChangesAsKafkaDoes() throws Exception {
        assertRefused(ErrorCode.INVALID_CONFIG, "Unknown topic config name: x", step("x", SET, "1"));
        assertRefused(
                ErrorCode.INVALID_CONFIG,
                "Invalid value abc for configuration retention.ms",
                step("retention.ms", SET, "abc"));
        assertRefused(
                ErrorCode.INVALID_CONFIG,
                "Config value append is not allowed for config key: retention.ms",
                step("retention.ms", APPEND, "1"));
        assertRefused(
                ErrorCode.INVALID_REQUEST,
                "Null value not supported for : retention.ms",
                step("retention.ms", SET, null));
        assertRefused(
                ErrorCode.INVALID_REQUEST,
                "Error due to duplicate config keys",
                step("retention.ms", SET, "1"),
                step("retention.ms", DELETE, null));
        assertRefused(ErrorCode.INVALID_REQUEST, "Unknown operations type 9", step("retention.ms", (byte) 9, "1"));
        assertThat(topics.topics().catalog().table().topic("orders").overrides())
                .containsExactly(Map.entry("segment.bytes", "9999"));
    }

    @Test
    void shouldNotChangeWhatItOnlyValidates() throws Exception {
        assertThat(change(true, step("retention.ms", SET, "5")).errorCode()).isZero();
        assertThat(topics.topics().store().overrides("orders").join()).containsOnlyKeys("segment.bytes");
    }

    @Test
    void shouldReplaceAllSettings() throws Exception {
        AlterConfigsRequest request = new AlterConfigsRequest()
                .resources(List.of(
                        new AlterConfigsRequest.AlterConfigsResource()
                                .resourceType(TOPIC)
                                .resourceName("orders")
                                .configs(List.of(new AlterConfigsRequest.AlterableConfig()
                                        .name("flush.ms")
                                        .value("8"))),
                        new AlterConfigsRequest.AlterConfigsResource()
                                .resourceType(BROKER)
                                .resourceName("1")));

        var responses = RawClient.ask(server.port(), request, 1).responses();

        assertThat(responses.get(0).errorCode()).isZero();
        assertThat(responses.get(1).errorCode()).isEqualTo(ErrorCode.INVALID_REQUEST.code());
        awaitOverrides(Map.of("flush.ms", "8"));
    }

    private DescribeConfigsResult describe(byte type, String name, int version) throws Exception {
        DescribeConfigsRequest request = new DescribeConfigsRequest()
                .includeSynonyms(version >= 1)
                .resources(List.of(new DescribeConfigsResource()
                        .resourceType(type)
                        .resourceName(name)
                        .configurationKeys(null)));
        return RawClient.ask(server.port(), request, version).results().get(0);
    }

    private static DescribeConfigsResourceResult entry(DescribeConfigsResult result, String name) {
        return result.configs().stream()
                .filter(entry -> entry.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private AlterConfigsResourceResponse change(boolean validateOnly, AlterableConfig... steps) throws Exception {
        IncrementalAlterConfigsRequest request = new IncrementalAlterConfigsRequest()
                .validateOnly(validateOnly)
                .resources(List.of(new AlterConfigsResource()
                        .resourceType(TOPIC)
                        .resourceName("orders")
                        .configs(List.of(steps))));
        return RawClient.ask(server.port(), request, 1).responses().get(0);
    }

    private void assertRefused(ErrorCode error, String message, AlterableConfig... steps) throws Exception {
        AlterConfigsResourceResponse response = change(false, steps);

        assertThat(ErrorCode.forCode(response.errorCode())).isEqualTo(error);
        assertThat(response.errorMessage()).contains(message);
    }

    private void awaitOverrides(Map<String, String> wanted) {
        await(
                "settings " + wanted,
                () -> topics.topics()
                        .catalog()
                        .table()
                        .topic("orders")
                        .overrides()
                        .equals(wanted));
    }

    private static AlterableConfig step(String name, byte operation, String value) {
        return new AlterableConfig().name(name).configOperation(operation).value(value);
    }
}
