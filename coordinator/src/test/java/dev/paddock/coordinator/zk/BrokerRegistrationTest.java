package dev.paddock.coordinator.zk;

import static dev.paddock.coordinator.zk.Eventually.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.paddock.coordinator.zk.Eventually.Told;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.curator.test.TestingServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BrokerRegistrationTest {
    private static final int SESSION_TIMEOUT_MS = 3_000;
    private static final LivenessProbe NOBODY = registered -> CompletableFuture.completedFuture(false);
    private static final LivenessProbe SOMEBODY = registered -> CompletableFuture.completedFuture(true);

    private final Told<Long> epochs = new Told<>();
    private final Told<ZkSession> sessions = new Told<>();
    private final Told<String> refusals = new Told<>();
    private final AtomicReference<Runnable> beforeNextAttempt = new AtomicReference<>(() -> {});
    private TestingServer server;
    private CuratorZkStore store;
    private CuratorZkStore other;

    @BeforeEach
    void start() throws Exception {
        server = new TestingServer(true);
        store = open();
        other = open();
        get(RootPaths.ensure(store));
    }

    @AfterEach
    void stop() throws IOException {
        store.close();
        other.close();
        server.close();
    }

    @Test
    void shouldRegisterAndTellTheSessionBeforeTheEpoch() {
        try (BrokerRegistration registration = registration(Optional.empty(), SOMEBODY)) {
            long epoch = get(registration.register());

            Znode znode = get(other.get("/brokers/ids/1"));
            assertThat(sessions.next()).isEqualTo(store.session());
            assertThat(epochs.next()).isEqualTo(epoch);
            assertThat(registration.brokerEpoch()).hasValue(epoch);
            assertThat(znode.stat().czxid()).isEqualTo(epoch);
            assertThat(znode.stat().ephemeralOwner()).isEqualTo(store.session().id());
            assertThat(BrokerIdZnode.decode(1, znode.bytes())).isEqualTo(ClusterWatchTest.broker(1));
        }
    }

    @Test
    void shouldTakeItsZnodeAwayWhenClosedAndLeaveTheStoreOpen() {
        BrokerRegistration registration = registration(Optional.empty(), SOMEBODY);
        get(registration.register());

        registration.close();

        assertThat(get(store.exists("/brokers/ids/1"))).isEmpty();
        assertThat(registration.brokerEpoch()).isEmpty();
    }

    @Test
    void shouldRefuseASecondLiveBrokerAndLeaveTheFirstAlone() {
        register(other);
        try (BrokerRegistration registration = registration(Optional.empty(), SOMEBODY)) {
            assertThatThrownBy(() -> get(registration.register()))
                    .isInstanceOf(BrokerIdRefusedException.class)
                    .hasMessage(
                            "Broker id 1 is taken: /brokers/ids/1 names INTERNAL://127.0.0.1:9001, ZooKeeper session "
                                    + other.session()
                                    + ". A broker answers there: stop it, or give this one another broker.id"
                                    + " (and its own log.dirs) or another zookeeper.connect");
        }
        assertThat(get(other.exists("/brokers/ids/1")).orElseThrow().ephemeralOwner())
                .isEqualTo(other.session().id());
    }

    /** The other session is left open, as a killed process leaves it; nobody waits for its timeout. */
    @Test
    void shouldTakeOverFromItsOwnLastRunAtOnce() {
        long before = register(other);
        ZkSession lastRun = other.session();
        Told<SessionEvent> lastRunsEvents = new Told<>();
        other.addSessionListener((event, session) -> lastRunsEvents.accept(event));
        try (BrokerRegistration registration = registration(Optional.of(lastRun), SOMEBODY)) {
            long startedNs = System.nanoTime();

            long epoch = get(registration.register());

            assertThat(epoch).isGreaterThan(before);
            assertThat((System.nanoTime() - startedNs) / 1_000_000).isLessThan(SESSION_TIMEOUT_MS);
            lastRunsEvents.next(event -> event == SessionEvent.EXPIRED);
        }
    }

    @Test
    void shouldWaitForASilentStrangersSessionToEnd() {
        register(other);
        CompletableFuture<Boolean> asked = new CompletableFuture<>();
        LivenessProbe nobody = registered -> {
            asked.complete(true);
            return CompletableFuture.failedFuture(new IOException("connection refused"));
        };
        try (BrokerRegistration registration = registration(Optional.empty(), nobody)) {
            CompletableFuture<Long> registered = registration.register();
            get(asked);
            assertThat(registered).isNotDone();

            other.close();

            assertThat(get(registered)).isPositive();
        }
    }

    @Test
    void shouldRefuseASilentStrangerThatStays() {
        register(other);
        try (BrokerRegistration registration = registration(Optional.empty(), NOBODY)) {
            assertThatThrownBy(() -> get(registration.register()))
                    .isInstanceOf(BrokerIdRefusedException.class)
                    .hasMessageContaining("No broker answers there, but the session has not ended in ")
                    .hasMessageContaining("look for a hanging process with this broker.id");
        }
    }

    @Test
    void shouldRefuseAZnodeThatIsNotEphemeral() {
        get(other.create("/brokers/ids/1", null, CreateKind.PERSISTENT));
        try (BrokerRegistration registration = registration(Optional.empty(), NOBODY)) {
            assertThatThrownBy(() -> get(registration.register()))
                    .isInstanceOf(BrokerIdRefusedException.class)
                    .hasMessageContaining("It is not ephemeral")
                    .hasMessageContaining("delete /brokers/ids/1");
        }
        assertThat(get(other.exists("/brokers/ids/1"))).isPresent();
    }

    @Test
    void shouldRegisterAnewWhenItsSessionHasExpired() {
        try (BrokerRegistration registration = registration(Optional.empty(), SOMEBODY)) {
            long first = get(registration.register());
            ZkSession before = store.session();

            get(other.endSession(before));

            assertThat(epochs.next(epoch -> epoch != first)).isGreaterThan(first);
            assertThat(sessions.next(session -> !session.equals(before))).isEqualTo(store.session());
            assertThat(get(other.exists("/brokers/ids/1")).orElseThrow().ephemeralOwner())
                    .isEqualTo(store.session().id());
        }
    }

    /** The client takes its session for expired, while the server still has it with the old znode. */
    @Test
    void shouldReplaceTheZnodeOfASessionThatItGaveUpItself() throws Exception {
        try (BrokerRegistration registration = registration(Optional.empty(), SOMEBODY)) {
            long first = get(registration.register());

            store.curator().getZookeeperClient().getZooKeeper().getTestable().injectSessionExpiration();

            assertThat(epochs.next(epoch -> epoch != first)).isGreaterThan(first);
            assertThat(get(other.exists("/brokers/ids/1")).orElseThrow().ephemeralOwner())
                    .isEqualTo(store.session().id());
        }
    }

    @Test
    void shouldTellOfARefusalAfterAnExpiryAndTakeTheIdWhenItIsFree() {
        try (BrokerRegistration registration = registration(Optional.empty(), SOMEBODY)) {
            long first = get(registration.register());
            beforeNextAttempt.set(() -> register(other));

            get(other.endSession(store.session()));

            assertThat(refusals.next()).contains("A broker answers there");
            assertThat(registration.brokerEpoch()).isEmpty();
            other.close();
            assertThat(epochs.next(epoch -> epoch != first)).isGreaterThan(first);
        }
    }

    @Test
    void shouldKeepItsRegistrationWhenZooKeeperRestarts() throws Exception {
        try (BrokerRegistration registration = registration(Optional.empty(), SOMEBODY)) {
            long epoch = get(registration.register());
            Told<SessionEvent> events = new Told<>();
            store.addSessionListener((event, session) -> events.accept(event));

            server.restart();
            events.next(event -> event == SessionEvent.CONNECTED);

            assertThat(get(store.exists("/brokers/ids/1")).orElseThrow().czxid())
                    .isEqualTo(epoch);
            assertThat(registration.brokerEpoch()).hasValue(epoch);
        }
    }

    private CuratorZkStore open() {
        return CuratorZkStore.open(new ZkSettings(server.getConnectString(), SESSION_TIMEOUT_MS, 10_000));
    }

    private static long register(ZkStore store) {
        byte[] content = BrokerIdZnode.encode(ClusterWatchTest.broker(1));
        return get(store.create("/brokers/ids/1", content, CreateKind.EPHEMERAL))
                .stat()
                .czxid();
    }

    private BrokerRegistration registration(Optional<ZkSession> lastRun, LivenessProbe probe) {
        RegistrationListener listener = new RegistrationListener() {
            @Override
            public void registering(ZkSession session) {
                sessions.accept(session);
                beforeNextAttempt.getAndSet(() -> {}).run();
            }

            @Override
            public void registered(long brokerEpoch, long sessionId) {
                assertThat(sessionId).isEqualTo(store.session().id());
                epochs.accept(brokerEpoch);
            }

            @Override
            public void refused(BrokerIdRefusedException reason) {
                refusals.accept(reason.getMessage());
            }
        };
        return new BrokerRegistration(store, ClusterWatchTest.broker(1), lastRun, probe, listener);
    }
}
