package dev.paddock.broker.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paddock.broker.metrics.RequestMetrics;
import dev.paddock.broker.net.RawClient;
import dev.paddock.broker.net.RequestContext;
import dev.paddock.broker.net.TestServer;
import dev.paddock.broker.topic.TestTopics;
import dev.paddock.protocol.ErrorCode;
import dev.paddock.protocol.message.ApiKey;
import dev.paddock.protocol.message.ApiVersionsRequest;
import dev.paddock.protocol.message.ApiVersionsResponse;
import dev.paddock.protocol.message.ApiVersionsResponse.ApiVersion;
import dev.paddock.protocol.message.DescribeClusterRequest;
import dev.paddock.protocol.message.FetchRequest;
import dev.paddock.protocol.message.HeartbeatRequest;
import dev.paddock.protocol.message.HeartbeatResponse;
import dev.paddock.protocol.message.SaslHandshakeRequest;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RequestDispatcherTest {
    private final TestTopics topics = new TestTopics();
    private final RequestMetrics metrics = new RequestMetrics();
    private final ApiRegistry registry = new ApiRegistry(List.of(
            new MetadataHandler(topics::topics),
            new DescribeClusterHandler(() -> topics.topics().cluster()),
            new SaslHandshakeHandler(),
            new FailingHandler()));
    private final TestServer server = new TestServer(new RequestDispatcher(registry, metrics));

    @AfterEach
    void stop() {
        server.close();
        topics.close();
    }

    @Test
    void shouldAnnounceWhatHasAHandlerAndNothingElse() throws Exception {
        for (short version = 0; version <= 4; version++) {
            ApiVersionsResponse response = RawClient.ask(
                    server.port(),
                    new ApiVersionsRequest().clientSoftwareName("test").clientSoftwareVersion("1.0"),
                    version);

            assertThat(response.errorCode()).isZero();
            assertThat(response.apiKeys())
                    .extracting(ApiVersion::apiKey)
                    .containsExactly(
                            ApiKey.METADATA.id(),
                            ApiKey.HEARTBEAT.id(),
                            ApiKey.SASL_HANDSHAKE.id(),
                            ApiKey.API_VERSIONS.id(),
                            ApiKey.DESCRIBE_CLUSTER.id());
            assertThat(response.apiKeys())
                    .allSatisfy(api -> assertThat(api.maxVersion()).isGreaterThanOrEqualTo(api.minVersion()));
        }
    }

    @Test
    void shouldAnswerApiVersionsOfTheFutureInVersionZero() throws Exception {
        try (RawClient client = server.connect()) {
            byte[] frame = ByteBufUtil.getBytes(Unpooled.buffer()
                    .writeInt(16)
                    .writeShort(ApiKey.API_VERSIONS.id())
                    .writeShort(999)
                    .writeInt(77)
                    .writeShort(1)
                    .writeByte('c')
                    .writeByte(0)
                    .writeInt(12345));
            client.send(frame);

            RawClient.Answer answer = client.readAnswer(ApiKey.API_VERSIONS, 0);

            ApiVersionsResponse response = (ApiVersionsResponse) answer.body();
            assertThat(answer.correlationId()).isEqualTo(77);
            assertThat(response.errorCode()).isEqualTo(ErrorCode.UNSUPPORTED_VERSION.code());
            assertThat(response.apiKeys()).singleElement().satisfies(api -> {
                assertThat(api.apiKey()).isEqualTo(ApiKey.API_VERSIONS.id());
                assertThat(api.maxVersion()).isGreaterThanOrEqualTo((short) 4);
            });
            client.send(78, new SaslHandshakeRequest().mechanism("PLAIN"), 1);
            assertThat(client.readAnswer(ApiKey.SASL_HANDSHAKE, 1).correlationId())
                    .isEqualTo(78);
        }
    }

    @Test
    void shouldRefuseASoftwareNameThatIsNone() throws Exception {
        ApiVersionsResponse response = RawClient.ask(
                server.port(),
                new ApiVersionsRequest().clientSoftwareName("bad name!").clientSoftwareVersion("1"),
                3);

        assertThat(response.errorCode()).isEqualTo(ErrorCode.INVALID_REQUEST.code());
        assertThat(response.apiKeys()).isEmpty();
    }

    @Test
    void shouldCloseTheConnectionWhereNoAnswerWouldBeUnderstood() throws Exception {
        byte[] unknownApi = header(9999, 0);
        byte[] unservedApi = RawClient.frame(1, new FetchRequest(), 4);
        byte[] unknownVersion = header(ApiKey.METADATA.id(), 99);
        byte[] noHeader = {0, 0, 0, 3, 0, 3, 0};
        byte[] badBody = ByteBufUtil.getBytes(Unpooled.buffer()
                .writeInt(14)
                .writeShort(ApiKey.METADATA.id())
                .writeShort(1)
                .writeInt(1)
                .writeShort(-1)
                .writeInt(Integer.MAX_VALUE));
        byte[] badClientId = ByteBufUtil.getBytes(Unpooled.buffer()
                .writeInt(10)
                .writeShort(ApiKey.METADATA.id())
                .writeShort(1)
                .writeInt(1)
                .writeShort(5000));
        for (byte[] bytes : List.of(unknownApi, unservedApi, unknownVersion, noHeader, badBody, badClientId)) {
            try (RawClient client = server.connect()) {
                client.send(bytes);
                assertThat(client.isClosedByPeer()).isTrue();
            }
        }
        TestServer.await("no requests left", () -> server.network().admission().requests() == 0);
    }

    @Test
    void shouldAnswerAFailureOfAHandlerWithAnErrorAndGoOn() throws Exception {
        try (RawClient client = server.connect()) {
            client.send(1, new HeartbeatRequest().groupId("unexpected"), 0);
            client.send(2, new HeartbeatRequest().groupId("known"), 0);

            assertThat(((HeartbeatResponse)
                                    client.readAnswer(ApiKey.HEARTBEAT, 0).body())
                            .errorCode())
                    .isEqualTo(ErrorCode.UNKNOWN_SERVER_ERROR.code());
            assertThat(((HeartbeatResponse)
                                    client.readAnswer(ApiKey.HEARTBEAT, 0).body())
                            .errorCode())
                    .isEqualTo(ErrorCode.INVALID_REQUEST.code());
        }
    }

    @Test
    void shouldMeasureEveryRequest() throws Exception {
        RawClient.ask(server.port(), new DescribeClusterRequest(), 0);
        RawClient.ask(server.port(), new DescribeClusterRequest(), 1);

        assertThat(metrics.byApi()).containsOnlyKeys(ApiKey.DESCRIBE_CLUSTER);
        assertThat(metrics.byApi()
                        .get(ApiKey.DESCRIBE_CLUSTER)
                        .total()
                        .sinceStart()
                        .getTotalCount())
                .isEqualTo(2);
    }

    private static byte[] header(int api, int version) {
        return ByteBufUtil.getBytes(Unpooled.buffer()
                .writeInt(10)
                .writeShort(api)
                .writeShort(version)
                .writeInt(1)
                .writeShort(-1));
    }

    /** Stands for any handler that goes wrong. */
    private static final class FailingHandler implements ApiHandler<HeartbeatRequest, HeartbeatResponse> {
        @Override
        public ApiKey api() {
            return ApiKey.HEARTBEAT;
        }

        @Override
        public void handle(RequestContext context, HeartbeatRequest request) {
            if (request.groupId().equals("known")) {
                throw new ApiException(ErrorCode.INVALID_REQUEST, "as the protocol knows it");
            }
            throw new IllegalStateException("a bug");
        }

        @Override
        public HeartbeatResponse failure(HeartbeatRequest request, ErrorCode error) {
            return new HeartbeatResponse().errorCode(error.code());
        }
    }
}
