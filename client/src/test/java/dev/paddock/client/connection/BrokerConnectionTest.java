package dev.paddock.client.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.paddock.client.testing.Received;
import dev.paddock.protocol.message.ApiKey;
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
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** Requests and their answers, and the end of a connection. */
class BrokerConnectionTest extends OnFakeBroker {
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

    private static FetchResponse fetched(byte[] bytes) {
        PartitionData partition = new PartitionData().records(Records.of(Unpooled.wrappedBuffer(bytes)));
        return new FetchResponse()
                .responses(List.of(new FetchableTopicResponse().topic("t").partitions(List.of(partition))));
    }
}
