package dev.paddock.client.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.paddock.client.testing.FakeBroker;
import dev.paddock.client.testing.NoBufferLeaks;
import dev.paddock.client.testing.Received;
import dev.paddock.protocol.message.ApiKey;
import dev.paddock.protocol.message.ApiVersionsRequest;
import dev.paddock.protocol.message.ApiVersionsResponse;
import dev.paddock.protocol.message.ControlledShutdownRequest;
import dev.paddock.protocol.message.FetchRequest;
import dev.paddock.protocol.message.FetchResponse;
import dev.paddock.protocol.message.FetchResponse.FetchableTopicResponse;
import dev.paddock.protocol.message.FetchResponse.PartitionData;
import dev.paddock.protocol.message.MetadataRequest;
import dev.paddock.protocol.message.MetadataResponse;
import dev.paddock.protocol.message.ProduceRequest;
import dev.paddock.protocol.wire.Records;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Real sockets, a broker that does as it is told. */
@ExtendWith(NoBufferLeaks.class)
class BrokerConnectionTest {
    private static final Duration LONG = Duration.ofSeconds(20);

    private final ClientLoops loops = ClientLoops.start(1);
    private final FakeBroker broker = FakeBroker.start();

    @AfterEach
    void stop() {
        loops.close();
        broker.close();
    }

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
                request.connection().answer(request, 0, request.correlationId(), response.errorCode((short) 35));
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
    void shouldGiveEveryoneTheirOwnAnswerWhenRequestsArePipelined() throws Exception {
        int count = 500;
        broker.on(
                ApiKey.METADATA,
                request -> request.connection()
                        .answer(request, new MetadataResponse().controllerId(request.correlationId())));
        BrokerConnection connection = connect(settings().withRequestBounds(8, count));

        List<CompletableFuture<MetadataResponse>> answers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            answers.add(connection.send(new MetadataRequest()));
        }

        int last = 0;
        for (CompletableFuture<MetadataResponse> answer : answers) {
            int id = await(answer).controllerId();
            assertThat(id).isGreaterThan(last);
            last = id;
        }
    }

    @Test
    void shouldReadAnAnswerThatComesByteByByte() throws Exception {
        BrokerConnection connection = connect();
        CompletableFuture<MetadataResponse> answer = connection.send(new MetadataRequest());
        Received request = broker.takeReceived();
        MetadataResponse sent = new MetadataResponse().clusterId("a cluster");

        request.connection().sendInPieces(request.connection().frame(request, sent), 1);

        assertThat(await(answer)).isEqualTo(sent);
    }

    @Test
    void shouldHandOutRecordsThatTheCallerReleases() throws Exception {
        broker.announce(Map.of(ApiKey.FETCH, new int[] {4, 12}));
        byte[] bytes = "x".repeat(200_000).getBytes(StandardCharsets.US_ASCII);
        broker.on(ApiKey.FETCH, request -> request.connection().answer(request, fetched(bytes)));
        BrokerConnection connection = connect();

        FetchResponse answer = await(connection.send(new FetchRequest()));

        ByteBuf records =
                answer.responses().get(0).partitions().get(0).records().buffer();
        assertThat(records).isEqualTo(Unpooled.wrappedBuffer(bytes));
        assertThat(records.refCnt()).isPositive();
        answer.release();
        assertThat(records.refCnt()).isZero();
    }

    @Test
    void shouldFailEverythingWhenTheBrokerClosesInTheMiddle() throws Exception {
        BrokerConnection connection = connect(settings().withRequestBounds(2, 10));
        CompletableFuture<MetadataResponse> first = connection.send(new MetadataRequest());
        CompletableFuture<MetadataResponse> second = connection.send(new MetadataRequest());
        CompletableFuture<MetadataResponse> waiting = connection.send(new MetadataRequest());
        Received request = broker.takeReceived();
        byte[] frame = request.connection().frame(request, new MetadataResponse().clusterId("c"));

        request.connection().send(Arrays.copyOf(frame, frame.length - 3));
        request.connection().close();

        assertThatThrownBy(() -> await(first))
                .isInstanceOf(ConnectionClosedException.class)
                .hasMessageContaining(broker.address().toString())
                .hasMessageContaining("Metadata v13 (correlation id 1)")
                .hasMessageContaining("it ended after");
        assertThatThrownBy(() -> await(second)).isInstanceOf(ConnectionClosedException.class);
        assertThatThrownBy(() -> await(waiting))
                .isInstanceOf(ConnectionClosedException.class)
                .hasMessageContaining("not sent yet");
        await(connection.closed());
        assertThat(connection.isOpen()).isFalse();
    }

    @Test
    void shouldCloseOnAnAnswerThatNobodyAskedFor() throws Exception {
        BrokerConnection connection = connect();
        CompletableFuture<MetadataResponse> answer = connection.send(new MetadataRequest());
        Received request = broker.takeReceived();

        request.connection().answer(request, request.version(), 4711, new MetadataResponse());

        assertThatThrownBy(() -> await(answer))
                .isInstanceOf(MalformedResponseException.class)
                .hasMessageContaining("correlation id 4711");
        await(connection.closed());
    }

    @Test
    void shouldCloseOnAnswersInTheWrongOrder() throws Exception {
        BrokerConnection connection = connect();
        CompletableFuture<MetadataResponse> first = connection.send(new MetadataRequest());
        broker.takeReceived();
        CompletableFuture<MetadataResponse> second = connection.send(new MetadataRequest());
        Received request = broker.takeReceived();

        request.connection().answer(request, new MetadataResponse());

        assertThatThrownBy(() -> await(first)).isInstanceOf(MalformedResponseException.class);
        assertThatThrownBy(() -> await(second)).isInstanceOf(MalformedResponseException.class);
    }

    @Test
    void shouldCloseOnAnAnswerThatClaimsTooManyBytes() throws Exception {
        BrokerConnection connection = connect(settings().withMaxResponseBytes(5000));
        CompletableFuture<MetadataResponse> answer = connection.send(new MetadataRequest());

        broker.takeReceived().connection().send(new byte[] {0, 0, 0x13, (byte) 0x89, 0, 0, 0, 1});

        assertThatThrownBy(() -> await(answer))
                .isInstanceOf(MalformedResponseException.class)
                .hasMessageContaining("5001 bytes");
        await(connection.closed());
    }

    @Test
    void shouldCloseOnAnAnswerThatCannotBeRead() throws Exception {
        BrokerConnection connection = connect();
        CompletableFuture<MetadataResponse> answer = connection.send(new MetadataRequest());
        Received request = broker.takeReceived();
        byte[] frame = request.connection().frame(request, new MetadataResponse());
        Arrays.fill(frame, 8, frame.length, (byte) 0x7f);

        request.connection().send(frame);

        assertThatThrownBy(() -> await(answer))
                .isInstanceOf(MalformedResponseException.class)
                .hasMessageContaining("Metadata v13 (correlation id 1)");
        await(connection.closed());
    }

    @Test
    void shouldCloseOnAnAnswerWithBytesBehindIt() throws Exception {
        BrokerConnection connection = connect();
        CompletableFuture<MetadataResponse> answer = connection.send(new MetadataRequest());
        Received request = broker.takeReceived();
        byte[] frame = request.connection().frame(request, new MetadataResponse());
        byte[] longer = Arrays.copyOf(frame, frame.length + 2);
        longer[3] = (byte) (longer[3] + 2);

        request.connection().send(longer);

        assertThatThrownBy(() -> await(answer))
                .isInstanceOf(MalformedResponseException.class)
                .hasMessageContaining("2 bytes behind it");
    }

    @Test
    void shouldSayWhenTheRequestMayHaveBeenCarriedOut() throws Exception {
        BrokerConnection connection = connect();
        CompletableFuture<MetadataResponse> answer = connection.send(new MetadataRequest(), Duration.ofMillis(50));

        assertThatThrownBy(() -> await(answer))
                .isInstanceOfSatisfying(
                        RequestTimedOutException.class,
                        e -> assertThat(e.requestMayHaveArrived()).isTrue());
        await(connection.closed());
    }

    @Test
    void shouldSendWithoutWaitingForAnAnswer() throws Exception {
        broker.announce(Map.of(ApiKey.PRODUCE, new int[] {3, 9}, ApiKey.METADATA, new int[] {0, 1}));
        BrokerConnection connection = connect(settings().withRequestBounds(1, 10));

        await(connection.sendWithoutAnswer(new ProduceRequest().acks((short) 0)));
        await(connection.sendWithoutAnswer(new ProduceRequest().acks((short) 0)));
        CompletableFuture<MetadataResponse> answer = connection.send(new MetadataRequest());

        assertThat(broker.takeReceived().api()).isEqualTo(ApiKey.PRODUCE);
        assertThat(broker.takeReceived().api()).isEqualTo(ApiKey.PRODUCE);
        Received metadata = broker.takeReceived();
        metadata.connection().answer(metadata, new MetadataResponse().controllerId(9));
        assertThat(await(answer).controllerId()).isEqualTo(9);
    }

    @Test
    void shouldRefuseToMixUpRequestsWithAndWithoutAnswers() throws Exception {
        BrokerConnection connection = connect();

        assertThatThrownBy(() -> connection.send(new ProduceRequest().acks((short) 0)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("sendWithoutAnswer()");
        assertThatThrownBy(() -> connection.sendWithoutAnswer(new MetadataRequest()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("use send()");
    }

    @Test
    void shouldFailWhatIsOpenWhenClosedAndBearToBeClosedTwice() throws Exception {
        BrokerConnection connection = connect();
        CompletableFuture<MetadataResponse> open = connection.send(new MetadataRequest());
        broker.takeReceived();

        connection.close();
        connection.close();

        assertThatThrownBy(() -> await(open))
                .isInstanceOf(ConnectionClosedException.class)
                .hasMessageContaining("we closed the connection");
        await(connection.closed());
        assertThatThrownBy(() -> await(connection.send(new MetadataRequest())))
                .isInstanceOf(ConnectionClosedException.class);
    }

    @RepeatedTest(20)
    void shouldFailEverythingWhenItsThreadsStop() throws Exception {
        BrokerConnection connection = connect();
        CompletableFuture<MetadataResponse> open = connection.send(new MetadataRequest());
        broker.takeReceived();

        loops.close();

        assertThatThrownBy(() -> await(open))
                .isInstanceOf(ConnectionClosedException.class)
                .hasMessageContaining("our client was closed");
        assertThatThrownBy(() -> await(connection.send(new MetadataRequest())))
                .isInstanceOf(ConnectionClosedException.class)
                .hasMessageContaining("event loop");
        connection.close();
        await(connection.closed());
    }

    @Test
    void shouldLiveOnThreadsThatAreSharedAndLeaveThemRunning() throws Exception {
        MultiThreadIoEventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
        BrokerConnection connection;
        try (ClientLoops shared = ClientLoops.sharing(group)) {
            connection = await(BrokerConnection.connect(shared, broker.address(), settings()));
            connection.send(new MetadataRequest());
            assertThat(broker.takeReceived().api()).isEqualTo(ApiKey.METADATA);
        }

        assertThat(connection.isOpen()).isFalse();
        assertThat(group.isShuttingDown()).isFalse();
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).await();
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

    private BrokerConnection connect() throws Exception {
        return connect(settings());
    }

    private BrokerConnection connect(ConnectionSettings settings) throws Exception {
        return await(BrokerConnection.connect(loops, broker.address(), settings));
    }

    private static ConnectionSettings settings() {
        return ConnectionSettings.DEFAULTS.withClientId("tester");
    }

    private static FetchResponse fetched(byte[] bytes) {
        PartitionData partition = new PartitionData().records(Records.of(Unpooled.wrappedBuffer(bytes)));
        return new FetchResponse()
                .responses(List.of(new FetchableTopicResponse().topic("t").partitions(List.of(partition))));
    }

    /** The result, or what the future failed with. */
    private static <T> T await(CompletableFuture<T> future) throws Exception {
        try {
            return future.get(LONG.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw (Exception) e.getCause();
        }
    }
}
