package dev.paddock.client.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.paddock.client.testing.Received;
import dev.paddock.protocol.message.MetadataRequest;
import dev.paddock.protocol.message.MetadataResponse;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Answers in pieces, in part, in disorder, or none at all. */
class BrokenAnswersTest extends OnFakeBroker {
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
}
