package dev.paddock.client.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.paddock.client.testing.FakeBroker;
import dev.paddock.client.testing.Received;
import dev.paddock.protocol.ErrorCode;
import dev.paddock.protocol.message.ApiKey;
import dev.paddock.protocol.message.ApiVersionsRequest;
import dev.paddock.protocol.message.ApiVersionsResponse;
import dev.paddock.protocol.message.ControlledShutdownRequest;
import dev.paddock.protocol.message.FetchRequest;
import dev.paddock.protocol.message.MetadataRequest;
import dev.paddock.protocol.message.MetadataResponse;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** From an address to a connection that knows its versions, or to a message that says what is wrong. */
class ConnectTest extends OnFakeBroker {
    @Test
    void shouldSendInTheHighestVersionThatBothKnow() throws Exception {
        broker.announce(Map.of(ApiKey.METADATA, new int[] {0, 7}));
        BrokerConnection connection = connect();

        CompletableFuture<MetadataResponse> answer = connection.send(new MetadataRequest());
        Received request = broker.takeReceived();
        MetadataResponse sent = new MetadataResponse().clusterId("cluster").controllerId(3);
        request.connection().answer(request, sent);

        assertThat(request.version()).isEqualTo((short) 7);
        assertThat(request.clientId()).isEqualTo("tester");
        assertThat(await(answer)).isEqualTo(sent);
    }

    @Test
    void shouldSayWhoWeAreWhenAskingForVersions() throws Exception {
        List<ApiVersionsRequest> asked = new ArrayList<>();
        broker.on(ApiKey.API_VERSIONS, request -> {
            asked.add(request.as(ApiVersionsRequest.class));
            request.connection().answer(request, FakeBroker.announcing(FakeBroker.everyRange()));
        });

        connect();

        assertThat(asked).hasSize(1);
        assertThat(asked.get(0).clientSoftwareName()).isEqualTo("paddock");
        assertThat(asked.get(0).clientSoftwareVersion()).isEqualTo(SoftwareVersion.current());
    }

    @Test
    void shouldAskForVersionsAgainWhenTheBrokerIsOlder() throws Exception {
        List<Short> asked = new ArrayList<>();
        Map<ApiKey, int[]> ranges = Map.of(ApiKey.API_VERSIONS, new int[] {0, 2}, ApiKey.METADATA, new int[] {0, 1});
        broker.on(ApiKey.API_VERSIONS, request -> {
            asked.add(request.version());
            ApiVersionsResponse response = FakeBroker.announcing(ranges);
            if (request.version() > 2) {
                request.connection()
                        .answer(
                                request,
                                0,
                                request.correlationId(),
                                response.errorCode(ErrorCode.UNSUPPORTED_VERSION.code()));
            } else {
                request.connection().answer(request, response);
            }
        });

        BrokerConnection connection = connect();

        assertThat(asked).containsExactly(ApiKey.API_VERSIONS.highestVersion(), (short) 2);
        assertThat(connection.versions().usable(ApiKey.METADATA)).isEqualTo((short) 1);
    }

    @Test
    void shouldSayWhatToDoWhenTheBrokerHangsUpOnVersions() {
        broker.on(ApiKey.API_VERSIONS, request -> request.connection().close());

        assertThatThrownBy(this::connect)
                .isInstanceOf(ConnectFailedException.class)
                .hasMessageContaining(broker.address().toString())
                .hasMessageContaining("hung up")
                .hasMessageContaining("before Kafka 0.10")
                .hasMessageContaining("assumed versions");
    }

    @Test
    void shouldNotAskABrokerWhoseVersionsAreAssumed() throws Exception {
        broker.on(ApiKey.API_VERSIONS, request -> request.connection().close());
        VersionRules rules = VersionRules.NEWEST.withAssumed(Map.of(ApiKey.METADATA, VersionRange.of(0, 0)));
        BrokerConnection connection = connect(settings().withVersions(rules));

        connection.send(new MetadataRequest());

        assertThat(broker.takeReceived().version()).isZero();
    }

    @Test
    void shouldGiveUpOnABrokerThatAcceptsAndThenSaysNothing() {
        broker.on(ApiKey.API_VERSIONS, request -> {});

        assertThatThrownBy(() -> connect(settings().withTimeouts(Duration.ofMillis(50), LONG)))
                .isInstanceOf(ConnectFailedException.class)
                .hasMessageContaining("within 50 ms");
    }

    @Test
    void shouldSayWhereNobodyListens() throws IOException {
        BrokerAddress nobody;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobody = new BrokerAddress("127.0.0.1", free.getLocalPort());
        }

        assertThatThrownBy(() -> await(BrokerConnection.connect(loops, nobody, settings())))
                .isInstanceOf(ConnectFailedException.class)
                .hasMessageContaining(nobody.toString())
                .hasMessageContaining("refused");
    }

    @Test
    void shouldSayWhenAHostIsUnknown() {
        BrokerAddress unknown = new BrokerAddress("no-such-host.invalid", 9092);

        assertThatThrownBy(() -> await(BrokerConnection.connect(loops, unknown, settings())))
                .isInstanceOf(ConnectFailedException.class)
                .hasMessageContaining("no-such-host.invalid:9092")
                .hasMessageContaining("name is unknown");
    }

    @Test
    void shouldFailToConnectOnThreadsThatAreStopped() {
        loops.close();

        assertThatThrownBy(this::connect).isInstanceOf(ConnectFailedException.class);
    }

    @Test
    void shouldNameBothRangesWhenNoVersionSuits() throws Exception {
        broker.announce(Map.of(ApiKey.METADATA, new int[] {90, 95}));
        BrokerConnection connection = connect();

        assertThatThrownBy(() -> await(connection.send(new MetadataRequest())))
                .isInstanceOf(UnsupportedApiException.class)
                .hasMessageContaining("Metadata")
                .hasMessageContaining(broker.address().toString())
                .hasMessageContaining(VersionRange.known(ApiKey.METADATA).toString())
                .hasMessageContaining("v90 to v95");
        assertThatThrownBy(() -> await(connection.send(new FetchRequest())))
                .hasMessageContaining("does not know this API");
    }

    @Test
    void shouldSendInTheVersionThatTheCallerNames() throws Exception {
        BrokerConnection connection = connect();

        connection.send(new ControlledShutdownRequest().brokerId(7), (short) 0, LONG);

        Received request = broker.takeReceived();
        assertThat(request.version()).isZero();
        assertThat(request.as(ControlledShutdownRequest.class).brokerId()).isEqualTo(7);
    }

    @Test
    void shouldRefuseAVersionThatTheBrokerDoesNotUnderstand() throws Exception {
        broker.announce(Map.of(ApiKey.METADATA, new int[] {0, 4}));
        BrokerConnection connection = connect();

        assertThatThrownBy(() -> await(connection.send(new MetadataRequest(), (short) 5, LONG)))
                .isInstanceOf(UnsupportedApiException.class)
                .hasMessageContaining("v5 of Metadata")
                .hasMessageContaining("v0 to v4");
    }

    @Test
    void shouldFailToConnectOnSharedThreadsThatAreStopped() throws Exception {
        MultiThreadIoEventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).await();

        try (ClientLoops shared = ClientLoops.sharing(group)) {
            assertThatThrownBy(() -> await(BrokerConnection.connect(shared, broker.address(), settings())))
                    .isInstanceOf(ConnectFailedException.class);
        }
    }
}
