package dev.paddock.broker;

import static dev.paddock.broker.net.TestServer.await;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import dev.paddock.broker.cluster.CapturedLog;
import dev.paddock.broker.cluster.Footprint;
import dev.paddock.broker.cluster.TestCluster;
import dev.paddock.broker.net.RawClient;
import dev.paddock.protocol.message.ApiKey;
import dev.paddock.protocol.message.MetadataRequest;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A broker that stops while clients go on asking. */
class StopIT {
    private static final int CLIENTS = 6;
    private static final int IN_FLIGHT = 5;

    @Test
    void shouldAnswerEveryRequestThatItReadAndLeaveNothingBehind() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
        try (TestCluster cluster = TestCluster.of(0).start()) {
            Footprint before = Footprint.of(cluster);
            Broker broker = Broker.start(cluster.settings(0, Map.of()));
            try (CapturedLog requests = CapturedLog.of("dev.paddock.broker.request", Level.DEBUG);
                    CapturedLog log = CapturedLog.ofPaddock()) {
                // given
                AtomicInteger answers = new AtomicInteger();
                List<Future<?>> clients = new ArrayList<>();
                for (int i = 0; i < CLIENTS; i++) {
                    clients.add(threads.submit(() -> askUntilClosed(broker.port("PLAINTEXT"), answers)));
                }
                await("some load", () -> answers.get() > 500);

                // when
                long stoppedNanos = System.nanoTime();
                broker.close();

                // then
                assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - stoppedNanos))
                        .isLessThan(5_000);
                for (Future<?> client : clients) {
                    client.get(20, TimeUnit.SECONDS);
                }
                assertThat(answers.get()).isEqualTo(requests.lines().size());
                assertThat(log.problems()).isEmpty();
            }
            before.awaitNoMore();
        } finally {
            threads.shutdownNow();
        }
    }

    /** Sends several requests before it reads the first answer; ends when the broker ends the connection. */
    private static Void askUntilClosed(int port, AtomicInteger answers) throws IOException {
        try (RawClient client = new RawClient(port)) {
            for (int id = 0; id < IN_FLIGHT; id++) {
                client.send(id, new MetadataRequest(), 9);
            }
            int next = 0;
            boolean sending = true;
            while (true) {
                RawClient.Answer answer = client.readAnswer(ApiKey.METADATA, 9);
                if (answer == null) {
                    return null;
                }
                assertThat(answer.correlationId()).isEqualTo(next++);
                answers.incrementAndGet();
                sending = sending && send(client, next + IN_FLIGHT - 1);
            }
        } catch (EOFException e) {
            throw new AssertionError("an answer ended in its middle", e);
        } catch (SocketException e) {
            // The broker closed with a request of ours unread, between two answers.
            return null;
        }
    }

    private static boolean send(RawClient client, int id) {
        try {
            client.send(id, new MetadataRequest(), 9);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
