package dev.paddock.coordinator.zk;

import static dev.paddock.coordinator.zk.Eventually.get;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.paddock.coordinator.zk.Eventually.Told;
import dev.paddock.coordinator.zk.ZkException.Reason;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.curator.test.TestingServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What a {@link CuratorZkStore} does while ZooKeeper is away, and when it is back. */
class CuratorZkStoreOutageTest {
    private TestingServer server;

    @BeforeEach
    void startServer() throws Exception {
        server = new TestingServer(true);
    }

    @AfterEach
    void stopServer() throws IOException {
        server.close();
    }

    private CuratorZkStore open(int connectionTimeoutMs) {
        return CuratorZkStore.open(new ZkSettings(server.getConnectString(), 4_000, connectionTimeoutMs));
    }

    @Test
    void shouldKeepSessionAndWatchesWhenZooKeeperRestarts() throws Exception {
        try (CuratorZkStore store = open(20_000)) {
            Told<SessionEvent> events = new Told<>();
            Told<Optional<Znode>> watched = new Told<>();
            store.addSessionListener((event, session) -> events.accept(event));
            store.watch("/a", watched);
            watched.next();
            get(store.create("/e", null, CreateKind.EPHEMERAL));
            ZkSession before = store.session();

            server.stop();
            assertThat(events.next()).isEqualTo(SessionEvent.SUSPENDED);
            CompletableFuture<Optional<ZnodeStat>> waits = store.exists("/e");
            server.restart();

            assertThat(events.next(event -> event != SessionEvent.SUSPENDED)).isEqualTo(SessionEvent.CONNECTED);
            assertThat(store.session()).isEqualTo(before);
            assertThat(get(waits).orElseThrow().ephemeralOwner()).isEqualTo(before.id());
            get(store.create("/a", null, CreateKind.PERSISTENT));
            assertThat(watched.next(Optional::isPresent)).isPresent();
        }
    }

    @Test
    void shouldFailWithConnectionLossWhenZooKeeperStaysAway() throws Exception {
        try (CuratorZkStore store = open(2_000)) {
            awaitAway(store);

            assertThat(Eventually.failure(store.get("/")).reason()).isEqualTo(Reason.CONNECTION_LOSS);
        }
    }

    @Test
    void shouldBoundWhatWaitsWhileZooKeeperIsAway() throws Exception {
        try (CuratorZkStore store = open(20_000)) {
            awaitAway(store);
            List<CompletableFuture<?>> waiting = new ArrayList<>();
            for (int i = 0; i < PendingOperations.PENDING_WHILE_AWAY_MAX; i++) {
                waiting.add(store.get("/"));
            }

            CompletableFuture<Znode> oneMore = store.get("/");

            assertThat(Eventually.failure(oneMore).reason()).isEqualTo(Reason.TOO_MANY_PENDING);
            assertThat(waiting).noneMatch(CompletableFuture::isDone);
        }
    }

    @Test
    void shouldAnswerWhatIsPendingWhenClosed() throws Exception {
        CuratorZkStore store = open(20_000);
        awaitAway(store);
        CompletableFuture<Znode> pending = store.get("/");

        store.close();

        assertThat(Eventually.failure(pending).reason()).isIn(Reason.CLOSED, Reason.SESSION_EXPIRED);
    }

    @Test
    void shouldGoOnInANewSessionAfterALongOutageAndLogItInAFewLines() throws Exception {
        ListAppender<ILoggingEvent> log = captureLog();
        try (CuratorZkStore store = open(20_000)) {
            Told<SessionEvent> events = new Told<>();
            Told<Optional<Znode>> watched = new Told<>();
            store.watch("/a", watched);
            store.addSessionListener((event, session) -> events.accept(event));
            ZkSession before = store.session();

            server.stop();
            assertThat(events.next()).isEqualTo(SessionEvent.SUSPENDED);
            assertThat(events.next()).isEqualTo(SessionEvent.EXPIRED);
            server.restart();

            assertThat(events.next()).isEqualTo(SessionEvent.NEW_SESSION);
            assertThat(store.session()).isNotEqualTo(before);
            get(store.create("/a", null, CreateKind.PERSISTENT));
            assertThat(watched.next(Optional::isPresent)).isPresent();
            assertThat(log.list).hasSizeLessThanOrEqualTo(4);
        } finally {
            release(log);
        }
    }

    private void awaitAway(CuratorZkStore store) throws IOException {
        Told<SessionEvent> events = new Told<>();
        store.addSessionListener((event, session) -> events.accept(event));
        server.stop();
        events.next(event -> event == SessionEvent.SUSPENDED);
    }

    /** Of our own lines, at the level of production. */
    private static ListAppender<ILoggingEvent> captureLog() {
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        Logger logger = (Logger) LoggerFactory.getLogger("dev.paddock");
        logger.setLevel(Level.INFO);
        logger.addAppender(lines);
        return lines;
    }

    private static void release(ListAppender<ILoggingEvent> lines) {
        Logger logger = (Logger) LoggerFactory.getLogger("dev.paddock");
        logger.setLevel(null);
        logger.detachAppender(lines);
    }
}
