package dev.paddock.client.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.paddock.client.testing.KafkaPeer;
import dev.paddock.client.testing.NoBufferLeaks;
import dev.paddock.protocol.message.ApiKey;
import dev.paddock.protocol.message.ApiVersionsRequest;
import dev.paddock.protocol.message.CreateTopicsRequest;
import dev.paddock.protocol.message.CreateTopicsRequest.CreatableTopic;
import dev.paddock.protocol.message.CreateTopicsResponse.CreatableTopicResult;
import dev.paddock.protocol.message.DescribeClusterRequest;
import dev.paddock.protocol.message.DescribeClusterResponse;
import dev.paddock.protocol.message.MetadataRequest;
import dev.paddock.protocol.message.MetadataRequest.MetadataRequestTopic;
import dev.paddock.protocol.message.MetadataResponse;
import dev.paddock.protocol.message.RequestMessage;
import dev.paddock.protocol.wire.Message;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Against Apache Kafka 3.9, in every version that it and we know. */
@ExtendWith(NoBufferLeaks.class)
class KafkaConnectionIT {
    private static final long WAIT_SECONDS = 30;

    private static ClientLoops loops;
    private static KafkaPeer kafka;
    private static BrokerConnection connection;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        kafka = KafkaPeer.start(folder);
        loops = ClientLoops.start(1);
        connection = BrokerConnection.connect(loops, kafka.address(), ConnectionSettings.DEFAULTS)
                .get(WAIT_SECONDS, TimeUnit.SECONDS);
    }

    @AfterAll
    static void stop() throws Exception {
        loops.close();
        kafka.close();
    }

    @Test
    void shouldLearnWhatKafkaUnderstandsThoughItIsOlderThanOurApiVersions() {
        VersionTable versions = connection.versions();

        assertThat(ApiKey.API_VERSIONS.highestVersion()).isGreaterThan((short) 4);
        assertThat(versions.theirs(ApiKey.API_VERSIONS)).isEqualTo(VersionRange.of(0, 4));
        assertThat(versions.usable(ApiKey.METADATA)).isEqualTo((short) 12);
        assertThat(versions.usable(ApiKey.LEADER_AND_ISR)).isEqualTo((short) 7);
        assertThat(versions.usable(ApiKey.VOTE)).isEqualTo(VersionTable.NONE);
    }

    @Test
    void shouldReadKafkasVersionsInEveryVersionOfTheRequest() throws Exception {
        for (short version = 0; version <= 4; version++) {
            ApiVersionsRequest request =
                    new ApiVersionsRequest().clientSoftwareName("paddock").clientSoftwareVersion("1");
            assertThat(answer(request, version).errorCode()).isZero();
        }
    }

    @Test
    void shouldReadKafkasMetadataInEveryVersion() throws Exception {
        for (short version = 0; version <= connection.versions().usable(ApiKey.METADATA); version++) {
            MetadataResponse metadata = answer(new MetadataRequest(), version);

            assertThat(metadata.brokers())
                    .as("v%d", version)
                    .singleElement()
                    .satisfies(broker -> assertThat(new BrokerAddress(broker.host(), broker.port()))
                            .isEqualTo(kafka.address()));
        }
    }

    @Test
    void shouldDescribeKafkasCluster() throws Exception {
        DescribeClusterResponse cluster = answer(new DescribeClusterRequest());

        assertThat(cluster.errorCode()).isZero();
        assertThat(cluster.clusterId()).isNotEmpty();
        assertThat(cluster.controllerId()).isZero();
        assertThat(cluster.brokers()).hasSize(1);
    }

    @Test
    void shouldCreateTopicsOnKafkaInEveryVersion() throws Exception {
        for (short version = 0; version <= connection.versions().usable(ApiKey.CREATE_TOPICS); version++) {
            String name = "created-by-v" + version;
            CreateTopicsRequest request = new CreateTopicsRequest()
                    .timeoutMs(20_000)
                    .topics(List.of(
                            new CreatableTopic().name(name).numPartitions(2).replicationFactor((short) 1)));

            assertThat(answer(request, version).topics())
                    .extracting(CreatableTopicResult::name, CreatableTopicResult::errorCode)
                    .containsExactly(tuple(name, (short) 0));
            MetadataRequest asked = new MetadataRequest().topics(List.of(new MetadataRequestTopic().name(name)));
            assertThat(answer(asked).topics())
                    .singleElement()
                    .satisfies(topic -> assertThat(topic.name()).isEqualTo(name));
        }
    }

    @Test
    void shouldRefuseWhatKafkaDoesNotKnowAndGoOn() throws Exception {
        assertThatThrownBy(() -> answer(new MetadataRequest(), (short) 13))
                .hasCauseInstanceOf(UnsupportedApiException.class);

        assertThat(answer(new MetadataRequest()).brokers()).hasSize(1);
    }

    private static <R extends Message> R answer(RequestMessage<R> request) throws Exception {
        return connection.send(request).get(WAIT_SECONDS, TimeUnit.SECONDS);
    }

    private static <R extends Message> R answer(RequestMessage<R> request, short version) throws Exception {
        return connection
                .send(request, version, Duration.ofSeconds(WAIT_SECONDS))
                .get(WAIT_SECONDS, TimeUnit.SECONDS);
    }
}
