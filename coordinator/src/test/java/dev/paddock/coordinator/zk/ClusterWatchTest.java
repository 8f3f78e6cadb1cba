package dev.paddock.coordinator.zk;

import static dev.paddock.coordinator.zk.Eventually.get;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.paddock.coordinator.zk.Eventually.Told;
import dev.paddock.protocol.SecurityProtocol;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ClusterWatchTest {
    private final ExecutorService callbacks = Executors.newSingleThreadExecutor();
    private final FakeZooKeeper zooKeeper = new FakeZooKeeper();
    private final FakeZkStore store = zooKeeper.connect(callbacks);
    private final FakeZkStore other = zooKeeper.connect(callbacks);
    private final Told<ClusterView> views = new Told<>();
    private final ClusterWatch watch = new ClusterWatch(store, "the-id", views);

    @BeforeEach
    void createRoots() {
        get(RootPaths.ensure(store));
    }

    @AfterEach
    void stop() {
        watch.close();
        callbacks.shutdown();
    }

    @Test
    void shouldShowTheWholeClusterAtFirst() {
        long epoch = register(other, 1);
        register(other, 2);
        get(other.create(ControllerZnode.PATH, ControllerZnode.encode(2, 0), CreateKind.EPHEMERAL));

        ClusterView view = get(watch.start());

        assertThat(view).isEqualTo(watch.view());
        assertThat(view.clusterId()).isEqualTo("the-id");
        assertThat(view.controllerId()).isEqualTo(2);
        assertThat(view.brokers().keySet()).containsExactly(1, 2);
        assertThat(view.brokers().get(1)).isEqualTo(new LiveBroker(broker(1), epoch));
        assertThat(view.endpoints("INTERNAL").get(2).port()).isEqualTo(9002);
        assertThat(view.endpoints("NONE")).isEmpty();
    }

    @Test
    void shouldShowAnEmptyCluster() {
        ClusterView view = get(watch.start());

        assertThat(view.brokers()).isEmpty();
        assertThat(view.controllerId()).isEqualTo(ClusterView.NO_CONTROLLER);
    }

    @Test
    void shouldFollowBrokersAndTheController() {
        get(watch.start());

        register(other, 1);
        assertThat(views.next(view -> !view.brokers().isEmpty()).brokers()).containsKey(1);
        get(other.create(ControllerZnode.PATH, ControllerZnode.encode(1, 0), CreateKind.EPHEMERAL));
        assertThat(views.next(view -> view.controllerId() == 1).brokers()).containsKey(1);

        zooKeeper.expire(other);

        ClusterView after = views.next(view -> view.brokers().isEmpty() && view.controllerId() == -1);
        assertThat(after).isEqualTo(watch.view());
    }

    @Test
    void shouldShowTheNewEpochOfABrokerThatRegistersAnew() {
        long before = register(other, 1);
        get(watch.start());

        get(other.delete(BrokerIdZnode.path(1), ZkStore.ANY_VERSION));
        long after = register(other, 1);

        assertThat(after).isGreaterThan(before);
        views.next(
                view -> view.brokers().containsKey(1) && view.brokers().get(1).epoch() == after);
    }

    @Test
    void shouldLeaveOutWhatItCannotUnderstandAndShowTheOthers() {
        get(other.create(BrokerIdZnode.path(1), "nonsense".getBytes(UTF_8), CreateKind.EPHEMERAL));
        get(other.create("/brokers/ids/x", null, CreateKind.PERSISTENT));
        get(other.create(ControllerZnode.PATH, "nonsense".getBytes(UTF_8), CreateKind.PERSISTENT));
        register(other, 2);

        ClusterView view = get(watch.start());
        assertThat(view.brokers().keySet()).containsExactly(2);
        assertThat(view.controllerId()).isEqualTo(ClusterView.NO_CONTROLLER);

        get(other.set(BrokerIdZnode.path(1), BrokerIdZnode.encode(broker(1)), ZkStore.ANY_VERSION));
        assertThat(views.next(repaired -> repaired.brokers().size() == 2).brokers())
                .containsKey(1);
    }

    @Test
    void shouldKeepTheLastViewWhileZooKeeperIsAwayAndReadAnewAfterwards() {
        register(other, 1);
        get(watch.start());

        store.suspend();
        register(other, 2);
        assertThat(watch.view().brokers().keySet()).containsExactly(1);
        store.resume();

        views.next(view -> view.brokers().size() == 2);
    }

    @Test
    void shouldReadAnewInANewSession() {
        get(watch.start());

        zooKeeper.expire(store);
        register(other, 1);

        views.next(view -> view.brokers().containsKey(1));
    }

    @Test
    void shouldBeSilentWhenClosed() {
        get(watch.start());
        views.next();

        watch.close();
        register(other, 1);
        get(other.get("/"));

        assertThat(views.isEmpty()).isTrue();
    }

    private static long register(ZkStore store, int id) {
        CreatedZnode created =
                get(store.create(BrokerIdZnode.path(id), BrokerIdZnode.encode(broker(id)), CreateKind.EPHEMERAL));
        return created.stat().czxid();
    }

    static RegisteredBroker broker(int id) {
        BrokerEndpoint endpoint = new BrokerEndpoint("INTERNAL", "127.0.0.1", 9000 + id, SecurityProtocol.PLAINTEXT);
        return new RegisteredBroker(id, List.of(endpoint), Optional.of("r" + id), -1, Map.of(), 1);
    }
}
