package dev.paddock.broker;

import static dev.paddock.broker.net.TestServer.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.paddock.broker.cluster.BrokerClient;
import dev.paddock.broker.cluster.TestCluster;
import dev.paddock.broker.net.RawClient;
import dev.paddock.protocol.Uuid;
import dev.paddock.protocol.message.ApiKey;
import dev.paddock.protocol.message.ApiVersionsRequest;
import dev.paddock.protocol.message.ApiVersionsResponse.ApiVersion;
import dev.paddock.protocol.message.CreateTopicsRequest;
import dev.paddock.protocol.message.CreateTopicsRequest.CreatableTopic;
import dev.paddock.protocol.message.HeaderVersion;
import dev.paddock.protocol.message.ResponseHeader;
import dev.paddock.protocol.wire.Message;
import dev.paddock.protocol.wire.WireReader;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** ApiVersions tells the truth: every version of every API that is announced is answered, and in its own shape. */
class AnnouncedApisIT {
    private static final Pattern ERROR = Pattern.compile("errorCode=(\\d+|-1)");
    /** A handshake on a listener without SASL, which is the one thing that is refused here. */
    private static final List<String> REFUSED = List.of("SaslHandshake");

    private static TestCluster cluster;
    private static Uuid topicId;

    @BeforeAll
    static void start() throws Exception {
        cluster = TestCluster.of(1).start();
        CreatableTopic wanted =
                new CreatableTopic().name(SampleRequests.TOPIC).numPartitions(1).replicationFactor((short) 1);
        RawClient.ask(port(), new CreateTopicsRequest().topics(List.of(wanted)), 5);
        try (BrokerClient client = BrokerClient.of(cluster.broker(0))) {
            await("a leader", () -> isLed(client));
            topicId = client.metadata().topics().get(0).topicId();
        }
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @Test
    void shouldAnswerEveryVersionThatIsAnnounced() throws Exception {
        // given
        List<ApiVersion> announced =
                RawClient.ask(port(), new ApiVersionsRequest(), 0).apiKeys();
        assertThat(announced).hasSizeGreaterThan(15);
        SampleRequests samples = new SampleRequests(topicId);
        List<String> wrong = new ArrayList<>();

        // when
        try (RawClient client = new RawClient(port())) {
            for (ApiVersion served : announced) {
                ApiKey api = ApiKey.forId(served.apiKey());
                for (short version = served.minVersion(); version <= served.maxVersion(); version++) {
                    client.send(version, samples.of(api, version), version);
                    String answer = whole(client.readFrame(), api, version);
                    List<String> errors = ERROR.matcher(answer)
                            .results()
                            .map(MatchResult::group)
                            .filter(error -> !error.equals("errorCode=0"))
                            .toList();
                    if (!errors.isEmpty() && !REFUSED.contains(api.displayName())) {
                        wrong.add(api + " v" + version + ": " + answer);
                    }
                }
            }
        }

        // then
        assertThat(wrong).isEmpty();
    }

    /** The answer as text, read to its last byte. */
    private static String whole(byte[] frame, ApiKey api, short version) {
        assertThat(frame).as("%s v%d", api, version).isNotNull();
        ByteBuf bytes = Unpooled.wrappedBuffer(frame);
        WireReader reader = new WireReader(bytes);
        ResponseHeader header = ResponseHeader.read(reader, HeaderVersion.ofResponse(api, version));
        assertThat(header.correlationId()).as("%s v%d", api, version).isEqualTo(version);
        Message body = api.readResponse(reader, version);
        assertThat(bytes.isReadable()).as("%s v%d: %s", api, version, body).isFalse();
        return body.toString();
    }

    private static int port() {
        return cluster.broker(0).port("PLAINTEXT");
    }

    private static boolean isLed(BrokerClient client) {
        try {
            return client.metadata().topics().stream()
                    .anyMatch(topic -> topic.partitions().size() == 1
                            && topic.partitions().get(0).leaderId() == 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
