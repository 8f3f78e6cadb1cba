package dev.paddock.broker.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paddock.protocol.message.ApiKey;
import dev.paddock.protocol.message.SaslHandshakeRequest;
import org.junit.jupiter.api.Test;

class ConnectionLimitsTest {
    private static final ApiKey API = TestSinks.API;

    @Test
    void shouldTurnAwayAnAddressOverItsLimit() throws Exception {
        try (TestServer server = new TestServer(new TestSinks.Echo(), "max.connections.per.ip", "1");
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
        try (TestServer server = new TestServer(new TestSinks.Echo(), "max.connections", "2")) {
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
                        new TestSinks.Echo(),
                        "max.connections",
                        "1",
                        "listeners",
                        "PLAINTEXT://127.0.0.1:0,BROKERS://127.0.0.1:0",
                        "listener.security.protocol.map",
                        "PLAINTEXT:PLAINTEXT,BROKERS:PLAINTEXT",
                        "inter.broker.listener.name",
                        "BROKERS");
                RawClient client = server.connect()) {
            TestServer.await("the client", () -> server.network().connections() == 1);
            try (RawClient broker = new RawClient(server.network().port("BROKERS"))) {
                broker.send(5, new SaslHandshakeRequest().mechanism("m"), 1);

                assertThat(broker.readAnswer(API, 1).correlationId()).isEqualTo(5);
                assertThat(client.isClosedByPeer()).isTrue();
            }
        }
    }

    @Test
    void shouldCloseConnectionsThatSayNothingButNotThoseThatWait() throws Exception {
        TestSinks.Holding sink = new TestSinks.Holding();
        try (TestServer server = new TestServer(sink, "connections.max.idle.ms", "200");
                RawClient silent = server.connect();
                RawClient waiting = server.connect()) {
            waiting.send(1, new SaslHandshakeRequest().mechanism("m"), 1);

            assertThat(silent.isClosedByPeer()).isTrue();

            TestServer.await("the silent one to be gone", () -> server.network().connections() == 1);
            sink.held().poll().respond(TestSinks.answer("x"));
            assertThat(waiting.readAnswer(API, 1).correlationId()).isEqualTo(1);
            assertThat(waiting.isClosedByPeer()).isTrue();
        }
    }

    @Test
    void shouldAnswerWhatIsUnderWayWhenItStops() throws Exception {
        TestSinks.Holding sink = new TestSinks.Holding();
        try (TestServer server = new TestServer(sink);
                RawClient busy = server.connect();
                RawClient idle = server.connect()) {
            busy.send(1, new SaslHandshakeRequest().mechanism("m"), 1);
            TestServer.await("the request", () -> sink.held().size() == 1);
            Thread drain = new Thread(() -> server.network().drain(20_000));
            drain.start();
            assertThat(idle.isClosedByPeer()).isTrue();

            sink.held().poll().respond(TestSinks.answer("last"));

            assertThat(busy.readAnswer(API, 1).correlationId()).isEqualTo(1);
            assertThat(busy.isClosedByPeer()).isTrue();
            drain.join();
        }
    }
}
