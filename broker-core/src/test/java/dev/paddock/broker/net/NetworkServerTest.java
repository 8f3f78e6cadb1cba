package dev.paddock.broker.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paddock.protocol.message.ApiKey;
import dev.paddock.protocol.message.SaslHandshakeRequest;
import dev.paddock.protocol.message.SaslHandshakeResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class NetworkServerTest {
    private static final ApiKey API = TestSinks.API;

    @Test
    void shouldAnswerInOrderEvenWhenTheLastIsReadyFirst() throws Exception {
        TestSinks.Holding sink = new TestSinks.Holding();
        try (TestServer server = new TestServer(sink);
                RawClient client = server.connect()) {
            for (int id = 0; id < 3; id++) {
                client.send(id, new SaslHandshakeRequest().mechanism("m"), 1);
            }
            TestServer.await("three requests", () -> sink.held().size() == 3);
            List<RequestContext> held = new ArrayList<>(sink.held());

            for (int i = 2; i >= 0; i--) {
                held.get(i).respond(TestSinks.answer("answer " + i));
            }

            for (int id = 0; id < 3; id++) {
                RawClient.Answer answer = client.readAnswer(API, 1);
                assertThat(answer.correlationId()).isEqualTo(id);
                assertThat(((SaslHandshakeResponse) answer.body()).mechanisms()).containsExactly("answer " + id);
            }
        }
    }

    @Test
    void shouldTakeRequestsInPiecesAndManyAtOnce() throws Exception {
        try (TestServer server = new TestServer(new TestSinks.Echo());
                RawClient client = server.connect()) {
            byte[] frame = RawClient.frame(7, new SaslHandshakeRequest().mechanism("pieces"), 1);
            for (byte one : frame) {
                client.send(new byte[] {one});
            }
            assertThat(client.readAnswer(API, 1).correlationId()).isEqualTo(7);

            for (int i = 0; i < 500; i++) {
                client.send(i, new SaslHandshakeRequest().mechanism("m"), 1);
            }
            for (int i = 0; i < 500; i++) {
                assertThat(client.readAnswer(API, 1).correlationId()).isEqualTo(i);
            }
        }
    }

    @Test
    void shouldCloseOnALengthThatNoRequestHas() throws Exception {
        try (TestServer server = new TestServer(new TestSinks.Echo(), "socket.request.max.bytes", "1000")) {
            for (byte[] bad : List.of(
                    new byte[] {-1, -1, -1, -1},
                    new byte[] {0, 0, 4, 0},
                    "GET / HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII))) {
                try (RawClient client = server.connect()) {
                    client.send(bad);
                    assertThat(client.isClosedByPeer()).isTrue();
                }
            }
        }
    }

    @Test
    void shouldHoldNoMoreThanTheWindowOfOneConnection() throws Exception {
        TestSinks.Holding sink = new TestSinks.Holding();
        try (TestServer server = new TestServer(sink);
                RawClient client = server.connect()) {
            for (int id = 0; id < 100; id++) {
                client.send(id, new SaslHandshakeRequest().mechanism("m"), 1);
            }
            TestServer.await("a full window", () -> sink.held().size() >= 32);

            int answered = 0;
            while (answered < 100) {
                assertThat(sink.held().size()).isLessThanOrEqualTo(32);
                RequestContext next = sink.held().poll();
                if (next != null) {
                    next.respond(TestSinks.answer("x"));
                    assertThat(client.readAnswer(API, 1).correlationId()).isEqualTo(answered++);
                }
            }
        }
    }

    @Test
    void shouldPauseReadingWhenTheBrokerIsFullAndGoOnLater() throws Exception {
        TestSinks.Holding sink = new TestSinks.Holding();
        try (TestServer server = new TestServer(sink, "queued.max.requests", "2")) {
            List<RawClient> clients = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                RawClient client = server.connect();
                client.send(i, new SaslHandshakeRequest().mechanism("m"), 1);
                clients.add(client);
            }
            int answered = 0;
            while (answered < 10) {
                assertThat(sink.held().size()).isLessThanOrEqualTo(2);
                RequestContext next = sink.held().poll();
                if (next != null) {
                    next.respond(TestSinks.answer("x"));
                    answered++;
                }
            }
            for (int i = 0; i < 10; i++) {
                assertThat(clients.get(i).readAnswer(API, 1).correlationId()).isEqualTo(i);
                clients.get(i).close();
            }
            TestServer.await(
                    "an empty broker", () -> server.network().admission().requests() == 0);
        }
    }

    @Test
    void shouldNotCountRequestsThatOnlyWaitForOthers() throws Exception {
        TestSinks.Holding sink = new TestSinks.Holding();
        try (TestServer server = new TestServer(sink, "queued.max.requests", "1");
                RawClient first = server.connect();
                RawClient second = server.connect()) {
            first.send(1, new SaslHandshakeRequest().mechanism("m"), 1);
            TestServer.await("the first request", () -> sink.held().size() == 1);
            RequestContext parked = sink.held().poll();
            parked.park();

            second.send(2, new SaslHandshakeRequest().mechanism("m"), 1);
            TestServer.await("the second request", () -> sink.held().size() == 1);

            sink.held().poll().respond(TestSinks.answer("x"));
            parked.respond(TestSinks.answer("y"));
            assertThat(second.readAnswer(API, 1).correlationId()).isEqualTo(2);
            assertThat(first.readAnswer(API, 1).correlationId()).isEqualTo(1);
            assertThat(server.network().admission().requests()).isZero();
        }
    }

    @Test
    void shouldBoundTheBytesOfRequestsAndLeaveNoneBehind() throws Exception {
        TestSinks.Holding sink = new TestSinks.Holding();
        try (TestServer server =
                new TestServer(sink, "queued.max.request.bytes", "2000", "socket.request.max.bytes", "1500")) {
            List<RawClient> clients = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                RawClient client = server.connect();
                client.send(i, new SaslHandshakeRequest().mechanism("m".repeat(900)), 1);
                clients.add(client);
            }
            int answered = 0;
            while (answered < 6) {
                assertThat(server.network().admission().bytes()).isLessThanOrEqualTo(2000);
                RequestContext next = sink.held().poll();
                if (next != null) {
                    next.respond(TestSinks.answer("x"));
                    answered++;
                }
            }
            for (RawClient client : clients) {
                client.readAnswer(API, 1);
            }
            // A frame that is announced and never comes gives its bytes back when its connection goes.
            clients.get(0).send(new byte[] {0, 0, 4, 0, 1});
            TestServer.await("a reservation", () -> server.network().admission().bytes() == 1024);
            for (RawClient client : clients) {
                client.close();
            }
            TestServer.await("no bytes held", () -> server.network().admission().bytes() == 0);
        }
    }

    @Test
    void shouldStopHandlingRequestsOfAPeerThatDoesNotReadItsAnswers() throws Exception {
        AtomicInteger handled = new AtomicInteger();
        String large = "x".repeat(30_000);
        TestSinks.Echo sink = new TestSinks.Echo(handled, large);
        try (TestServer server = new TestServer(sink);
                RawClient client = server.connect()) {
            int sent = 2000;
            Thread writer = new Thread(() -> sendMany(client, sent));
            writer.start();
            TestServer.await("some answers", () -> handled.get() > 10);

            // 2000 answers of 30 KB are 60 MB; what fits into socket buffers and the write buffer's mark is far less.
            int before;
            do {
                before = handled.get();
                Thread.onSpinWait();
            } while (!isStable(handled, before));
            assertThat(handled.get()).isLessThan(sent / 2);

            for (int i = 0; i < sent; i++) {
                assertThat(client.readAnswer(API, 1).correlationId()).isEqualTo(i);
            }
            writer.join();
            assertThat(handled.get()).isEqualTo(sent);
        }
    }

    private static boolean isStable(AtomicInteger counter, int before) {
        long until = System.nanoTime() + 300_000_000L;
        while (System.nanoTime() < until) {
            if (counter.get() != before) {
                return false;
            }
            Thread.onSpinWait();
        }
        return true;
    }

    private static void sendMany(RawClient client, int count) {
        try {
            for (int i = 0; i < count; i++) {
                client.send(i, new SaslHandshakeRequest().mechanism("m"), 1);
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
