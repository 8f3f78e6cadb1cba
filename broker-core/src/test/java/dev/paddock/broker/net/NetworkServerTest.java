package dev.paddock.broker.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paddock.protocol.ApiKey;
import dev.paddock.protocol.message.SaslHandshakeRequest;
import dev.paddock.protocol.message.SaslHandshakeResponse;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class NetworkServerTest {
    private static final ApiKey API = ApiKey.SASL_HANDSHAKE;

    @Test
    void shouldAnswerInOrderEvenWhenTheLastIsReadyFirst() throws Exception {
        HoldingSink sink = new HoldingSink();
        try (TestServer server = new TestServer(sink);
                RawClient client = server.connect()) {
            for (int id = 0; id < 3; id++) {
                client.send(id, new SaslHandshakeRequest().mechanism("m"), 1);
            }
            TestServer.await("three requests", () -> sink.held.size() == 3);
            List<RequestContext> held = new ArrayList<>(sink.held);

            for (int i = 2; i >= 0; i--) {
                held.get(i).respond(answer("answer " + i));
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
        try (TestServer server = new TestServer(new EchoSink());
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
        try (TestServer server = new TestServer(new EchoSink(), "socket.request.max.bytes", "1000")) {
            for (byte[] bad : List.of(
                    new byte[] {-1, -1, -1, -1}, new byte[] {0, 0, 4, 0}, "GET / HTTP/1.0\r\n\r\n".getBytes())) {
                try (RawClient client = server.connect()) {
                    client.send(bad);
                    assertThat(client.isClosedByPeer()).isTrue();
                }
            }
        }
    }

    @Test
    void shouldHoldNoMoreThanTheWindowOfOneConnection() throws Exception {
        HoldingSink sink = new HoldingSink();
        try (TestServer server = new TestServer(sink);
                RawClient client = server.connect()) {
            for (int id = 0; id < 100; id++) {
                client.send(id, new SaslHandshakeRequest().mechanism("m"), 1);
            }
            TestServer.await("a full window", () -> sink.held.size() >= 32);

            int answered = 0;
            while (answered < 100) {
                assertThat(sink.held.size()).isLessThanOrEqualTo(32);
                RequestContext next = sink.held.poll();
                if (next != null) {
                    next.respond(answer("x"));
                    assertThat(client.readAnswer(API, 1).correlationId()).isEqualTo(answered++);
                }
            }
        }
    }

    @Test
    void shouldPauseReadingWhenTheBrokerIsFullAndGoOnLater() throws Exception {
        HoldingSink sink = new HoldingSink();
        try (TestServer server = new TestServer(sink, "queued.max.requests", "2")) {
            List<RawClient> clients = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                RawClient client = server.connect();
                client.send(i, new SaslHandshakeRequest().mechanism("m"), 1);
                clients.add(client);
            }
            int answered = 0;
            while (answered < 10) {
                assertThat(sink.held.size()).isLessThanOrEqualTo(2);
                RequestContext next = sink.held.poll();
                if (next != null) {
                    next.respond(answer("x"));
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
        HoldingSink sink = new HoldingSink();
        try (TestServer server = new TestServer(sink, "queued.max.requests", "1");
                RawClient first = server.connect();
                RawClient second = server.connect()) {
            first.send(1, new SaslHandshakeRequest().mechanism("m"), 1);
            TestServer.await("the first request", () -> sink.held.size() == 1);
            RequestContext parked = sink.held.poll();
            parked.park();

            second.send(2, new SaslHandshakeRequest().mechanism("m"), 1);
            TestServer.await("the second request", () -> sink.held.size() == 1);

            sink.held.poll().respond(answer("x"));
            parked.respond(answer("y"));
            assertThat(second.readAnswer(API, 1).correlationId()).isEqualTo(2);
            assertThat(first.readAnswer(API, 1).correlationId()).isEqualTo(1);
            assertThat(server.network().admission().requests()).isZero();
        }
    }

    @Test
    void shouldBoundTheBytesOfRequestsAndLeaveNoneBehind() throws Exception {
        HoldingSink sink = new HoldingSink();
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
                RequestContext next = sink.held.poll();
                if (next != null) {
                    next.respond(answer("x"));
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
        EchoSink sink = new EchoSink(handled, large);
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

    @Test
    void shouldTurnAwayAnAddressOverItsLimit() throws Exception {
        try (TestServer server = new TestServer(new EchoSink(), "max.connections.per.ip", "1");
                RawClient first = server.connect()) {
            first.send(1, new SaslHandshakeRequest().mechanism("m"), 1);
            assertThat(first.readAnswer(API, 1).correlationId()).isEqualTo(1);
            try (RawClient second = server.connect()) {
                assertThat(second.isClosedByPeer()).isTrue();
            }
            first.socket().close();
            TestServer.await("the first to be gone", () -> server.network().connections() == 0);

            try (RawClient third = server.connect()) {
                third.send(3, new SaslHandshakeRequest().mechanism("m"), 1);
                assertThat(third.readAnswer(API, 1).correlationId()).isEqualTo(3);
            }
        }
    }

    @Test
    void shouldLetConnectionsOverTheLimitWaitUntilSomebodyLeaves() throws Exception {
        try (TestServer server = new TestServer(new EchoSink(), "max.connections", "2")) {
            RawClient first = server.connect();
            RawClient second = server.connect();
            TestServer.await("two connections", () -> server.network().connections() == 2);
            try (RawClient third = server.connect()) {
                third.send(3, new SaslHandshakeRequest().mechanism("m"), 1);
                second.send(2, new SaslHandshakeRequest().mechanism("m"), 1);
                assertThat(second.readAnswer(API, 1).correlationId()).isEqualTo(2);
                assertThat(server.network().connections()).isEqualTo(2);

                first.close();

                assertThat(third.readAnswer(API, 1).correlationId()).isEqualTo(3);
            }
            second.close();
        }
    }

    @Test
    void shouldGiveUpASilentClientForABroker() throws Exception {
        try (TestServer server = new TestServer(
                new EchoSink(),
                "max.connections",
                "1",
                "listeners",
                "PLAINTEXT://127.0.0.1:0,BROKERS://127.0.0.1:0",
                "listener.security.protocol.map",
                "PLAINTEXT:PLAINTEXT,BROKERS:PLAINTEXT",
                "inter.broker.listener.name",
                "BROKERS")) {
            try (RawClient client = server.connect();
                    RawClient broker = new RawClient(server.network().port("BROKERS"))) {
                broker.send(5, new SaslHandshakeRequest().mechanism("m"), 1);

                assertThat(broker.readAnswer(API, 1).correlationId()).isEqualTo(5);
                assertThat(client.isClosedByPeer()).isTrue();
            }
        }
    }

    @Test
    void shouldCloseConnectionsThatSayNothingButNotThoseThatWait() throws Exception {
        HoldingSink sink = new HoldingSink();
        try (TestServer server = new TestServer(sink, "connections.max.idle.ms", "200");
                RawClient silent = server.connect();
                RawClient waiting = server.connect()) {
            waiting.send(1, new SaslHandshakeRequest().mechanism("m"), 1);

            assertThat(silent.isClosedByPeer()).isTrue();

            assertThat(server.network().connections()).isEqualTo(1);
            sink.held.poll().respond(answer("x"));
            assertThat(waiting.readAnswer(API, 1).correlationId()).isEqualTo(1);
            assertThat(waiting.isClosedByPeer()).isTrue();
        }
    }

    @Test
    void shouldAnswerWhatIsUnderWayWhenItStops() throws Exception {
        HoldingSink sink = new HoldingSink();
        try (TestServer server = new TestServer(sink);
                RawClient busy = server.connect();
                RawClient idle = server.connect()) {
            busy.send(1, new SaslHandshakeRequest().mechanism("m"), 1);
            TestServer.await("the request", () -> sink.held.size() == 1);
            Thread drain = new Thread(() -> server.network().drain(20_000));
            drain.start();
            assertThat(idle.isClosedByPeer()).isTrue();

            sink.held.poll().respond(answer("last"));

            assertThat(busy.readAnswer(API, 1).correlationId()).isEqualTo(1);
            assertThat(busy.isClosedByPeer()).isTrue();
            drain.join();
        }
    }

    private static SaslHandshakeResponse answer(String text) {
        return new SaslHandshakeResponse().mechanisms(List.of(text));
    }

    private static RequestContext open(ByteBuf frame, RequestSource source) {
        int correlationId = frame.getInt(frame.readerIndex() + 2 * Short.BYTES);
        return source.open(new RequestStart(API, (short) 1, correlationId, "raw"));
    }

    /** Keeps every request until the test answers it. */
    private static final class HoldingSink implements RequestSink {
        private final Queue<RequestContext> held = new ConcurrentLinkedQueue<>();

        @Override
        public void onRequest(ByteBuf frame, RequestSource source) {
            held.add(open(frame, source));
        }

        @Override
        public void onAnswered(RequestContext context) {}
    }

    /** Answers at once. */
    private static final class EchoSink implements RequestSink {
        private final AtomicInteger handled;
        private final String text;

        EchoSink() {
            this(new AtomicInteger(), "echo");
        }

        EchoSink(AtomicInteger handled, String text) {
            this.handled = handled;
            this.text = text;
        }

        @Override
        public void onRequest(ByteBuf frame, RequestSource source) {
            open(frame, source).respond(answer(text));
            handled.incrementAndGet();
        }

        @Override
        public void onAnswered(RequestContext context) {}
    }
}
