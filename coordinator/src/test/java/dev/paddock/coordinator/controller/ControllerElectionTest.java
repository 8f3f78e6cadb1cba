package dev.paddock.coordinator.controller;

import static dev.paddock.coordinator.zk.Eventually.get;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.paddock.coordinator.zk.ControllerEpochZnode;
import dev.paddock.coordinator.zk.ControllerZnode;
import dev.paddock.coordinator.zk.CreateKind;
import dev.paddock.coordinator.zk.CuratorZkStore;
import dev.paddock.coordinator.zk.Eventually;
import dev.paddock.coordinator.zk.Eventually.Told;
import dev.paddock.coordinator.zk.SessionEvent;
import dev.paddock.coordinator.zk.ZkException.Reason;
import dev.paddock.coordinator.zk.ZkOp;
import dev.paddock.coordinator.zk.ZkSettings;
import dev.paddock.coordinator.zk.ZkStore;
import dev.paddock.coordinator.zk.Znode;
import dev.paddock.coordinator.zk.ZnodeStat;
import java.io.IOException;
import java.util.List;
import org.apache.curator.test.TestingServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ControllerElectionTest {
    private static final int SESSION_TIMEOUT_MS = 6_000;
    /** Of handing over; it takes a few, and never a session's timeout. */
    private static final long QUICK_MS = 1_000;

    private TestingServer server;
    private CuratorZkStore operator;
    private Candidate first;
    private Candidate second;

    /** A broker that stands, and what its listener was told. */
    private final class Candidate implements ControllerListener {
        final CuratorZkStore store = open();
        final Told<ControllerTenure> elections = new Told<>();
        final Told<String> resignations = new Told<>();
        final ControllerElection election;

        Candidate(int id) {
            election = new ControllerElection(store, id, this);
        }

        void register() {
            election.registered(store.session().id());
        }

        @Override
        public void elected(ControllerTenure tenure) {
            elections.accept(tenure);
        }

        @Override
        public void resigned(ControllerTenure tenure, String reason) {
            resignations.accept(reason);
        }

        void end() {
            election.close();
            store.close();
        }
    }

    @BeforeEach
    void start() throws Exception {
        server = new TestingServer(true);
        operator = open();
        first = new Candidate(1);
        second = new Candidate(2);
    }

    @AfterEach
    void stop() throws IOException {
        first.end();
        second.end();
        operator.close();
        server.close();
    }

    @Test
    void shouldElectTheFirstControllerWithEpochOne() {
        first.register();

        ControllerTenure tenure = first.elections.next();
        Znode controller = get(operator.get("/controller"));
        Znode epoch = get(operator.get("/controller_epoch"));
        assertThat(tenure).isEqualTo(new ControllerTenure(1, 1));
        assertThat(first.election.tenure()).contains(tenure);
        assertThat(new String(controller.bytes(), UTF_8))
                .matches("\\{\"version\":2,\"brokerid\":1,\"timestamp\":\"[0-9]+\",\"kraftControllerEpoch\":-1}");
        assertThat(controller.stat().ephemeralOwner())
                .isEqualTo(first.store.session().id());
        assertThat(new String(epoch.bytes(), UTF_8)).isEqualTo("1");
        assertThat(epoch.stat().version()).isEqualTo(1);
        assertThat(epoch.stat().ephemeralOwner()).isZero();
        assertThat(epoch.stat().mzxid())
                .as("in one transaction")
                .isEqualTo(controller.stat().czxid());
    }

    @Test
    void shouldShowTheBrokersIdInTheLatch() {
        first.register();
        first.elections.next();

        String entry = get(operator.children(ControllerLatch.PATH)).get(0);
        assertThat(get(operator.get(ControllerLatch.PATH + "/" + entry)).bytes())
                .asString(UTF_8)
                .isEqualTo("1");
    }

    @Test
    void shouldNotStandBeforeItIsRegistered() {
        second.register();

        assertThat(second.elections.next().epoch()).isEqualTo(1);
        assertThat(get(operator.children(ControllerLatch.PATH))).hasSize(1);
        assertThat(first.election.tenure()).isEmpty();
    }

    @Test
    void shouldHandOverAtOnceWhenTheControllerCloses() {
        electFirstBeforeSecond();
        long startedNs = System.nanoTime();

        first.election.close();

        assertThat(second.elections.next().epoch()).isEqualTo(2);
        assertThat(elapsedMs(startedNs)).isLessThan(QUICK_MS);
        assertThat(first.resignations.next()).isEqualTo("it stops");
        assertThat(first.election.tenure()).isEmpty();
        assertThat(controllerId()).isEqualTo(2);
    }

    @Test
    void shouldHandOverAtOnceWhenTheSessionEndsAndStandAgainWhenRegisteredAnew() {
        electFirstBeforeSecond();
        long before = first.store.session().id();
        long startedNs = System.nanoTime();

        get(operator.endSession(first.store.session()));

        assertThat(second.elections.next().epoch()).isEqualTo(2);
        assertThat(elapsedMs(startedNs)).isLessThan(QUICK_MS);
        first.resignations.next();
        Eventually.await("a new session", () -> first.store.session().id() != before);
        first.register();
        second.election.close();
        assertThat(first.elections.next().epoch()).isEqualTo(3);
    }

    @Test
    void shouldLetNoWriteOfAFormerControllerThrough() {
        electFirstBeforeSecond();
        ControllerTenure former = first.election.tenure().orElseThrow();
        first.election.close();
        second.elections.next();

        var write = first.store.transaction(
                List.of(former.guard(), new ZkOp.Create("/late", new byte[0], CreateKind.PERSISTENT)));

        assertThat(Eventually.failure(write).reason()).isEqualTo(Reason.BAD_VERSION);
        assertThat(get(operator.exists("/late"))).isEmpty();
    }

    @Test
    void shouldWaitForAnotherProcessThatHoldsControllerToGo() {
        get(operator.create(ControllerEpochZnode.PATH, ControllerEpochZnode.encode(7), CreateKind.PERSISTENT));
        get(operator.create(ControllerZnode.PATH, ControllerZnode.encode(9, 0), CreateKind.EPHEMERAL));
        first.register();
        Eventually.await("first has the latch", () -> entries() == 1);
        assertThat(first.elections.isEmpty()).isTrue();
        assertThat(controllerId()).isEqualTo(9);

        get(operator.delete(ControllerZnode.PATH, ZkStore.ANY_VERSION));

        assertThat(first.elections.next().epoch()).isEqualTo(8);
        assertThat(controllerId()).isEqualTo(1);
    }

    @Test
    void shouldMoveToAnotherBrokerWhenControllerIsDeletedByHand() {
        electFirstBeforeSecond();

        get(operator.delete(ControllerZnode.PATH, ZkStore.ANY_VERSION));

        assertThat(first.resignations.next()).isEqualTo("/controller was deleted");
        assertThat(second.elections.next().epoch()).isEqualTo(2);
        Eventually.await("first is in the line again", () -> entries() == 2);
        second.election.close();
        assertThat(first.elections.next().epoch()).isEqualTo(3);
    }

    @Test
    void shouldBeElectedAgainWhenItIsAloneAndControllerIsDeletedByHand() {
        first.register();
        first.elections.next();

        get(operator.delete(ControllerZnode.PATH, ZkStore.ANY_VERSION));

        assertThat(first.elections.next().epoch()).isEqualTo(2);
    }

    @Test
    void shouldResignWhenTheEpochIsRaisedByHand() {
        electFirstBeforeSecond();

        get(operator.set(ControllerEpochZnode.PATH, ControllerEpochZnode.encode(40), ZkStore.ANY_VERSION));

        assertThat(first.resignations.next()).isEqualTo("/controller_epoch was written by another process");
        assertThat(second.elections.next().epoch()).isEqualTo(41);
        assertThat(controllerId()).isEqualTo(2);
    }

    @Test
    void shouldRepairNothingThatItDoesNotUnderstandButGoOnWhenItIsRepaired() {
        get(operator.create(ControllerEpochZnode.PATH, "seven".getBytes(UTF_8), CreateKind.PERSISTENT));
        first.register();
        Eventually.await("first has the latch", () -> entries() == 1);
        assertThat(first.elections.isEmpty()).isTrue();

        get(operator.set(ControllerEpochZnode.PATH, ControllerEpochZnode.encode(7), ZkStore.ANY_VERSION));

        assertThat(first.elections.next().epoch()).isEqualTo(8);
    }

    @Test
    void shouldReplaceItsOwnLeftoverAfterASuspendedConnection() throws Exception {
        first.register();
        first.elections.next();
        ZnodeStat before = get(operator.exists(ControllerZnode.PATH)).orElseThrow();
        Told<SessionEvent> events = new Told<>();
        first.store.addSessionListener((event, session) -> events.accept(event));

        server.restart();

        assertThat(events.next(event -> event != SessionEvent.SUSPENDED)).isEqualTo(SessionEvent.CONNECTED);
        assertThat(first.resignations.next()).isEqualTo("it lost the latch, or the connection to ZooKeeper");
        assertThat(first.elections.next().epoch()).isEqualTo(2);
        ZnodeStat after = get(operator.exists(ControllerZnode.PATH)).orElseThrow();
        assertThat(after.ephemeralOwner()).isEqualTo(before.ephemeralOwner());
        assertThat(after.czxid()).isGreaterThan(before.czxid());
    }

    @Test
    void shouldLeaveNothingBehindAndTheStoreOpenWhenClosed() {
        first.register();
        first.elections.next();

        first.election.close();
        first.election.close();

        assertThat(get(first.store.exists(ControllerZnode.PATH))).isEmpty();
        Eventually.await("nobody is in the line", () -> entries() == 0);
    }

    private void electFirstBeforeSecond() {
        first.register();
        first.elections.next();
        second.register();
        Eventually.await("second is in the line", () -> entries() == 2);
    }

    private int entries() {
        return get(operator.exists(ControllerLatch.PATH)).isEmpty()
                ? 0
                : get(operator.children(ControllerLatch.PATH)).size();
    }

    private int controllerId() {
        return ControllerZnode.decode(get(operator.get(ControllerZnode.PATH)).bytes());
    }

    private static long elapsedMs(long startedNs) {
        return (System.nanoTime() - startedNs) / 1_000_000;
    }

    private CuratorZkStore open() {
        return CuratorZkStore.open(new ZkSettings(server.getConnectString(), SESSION_TIMEOUT_MS, 10_000));
    }
}
