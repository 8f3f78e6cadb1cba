package dev.paddock.broker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paddock.broker.cluster.TestCluster;
import dev.paddock.coordinator.zk.ClusterView;
import dev.paddock.coordinator.zk.ClusterWatch;
import dev.paddock.coordinator.zk.ControllerZnode;
import dev.paddock.coordinator.zk.CreateKind;
import dev.paddock.coordinator.zk.CuratorZkStore;
import dev.paddock.coordinator.zk.ZkSettings;
import dev.paddock.coordinator.zk.ZkStore;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Brokers among themselves, seen from ZooKeeper. */
class ControllerIT {
    private static final long QUICK_MS = 1_000;

    private final BlockingQueue<ClusterView> views = new LinkedBlockingQueue<>();

    @Test
    void shouldHaveAControllerWhenTheFirstBrokerIsUpAndAnotherWhenItGoes() throws Exception {
        try (TestCluster cluster = TestCluster.of(2).start();
                CuratorZkStore store = connect(cluster);
                ClusterWatch watch = new ClusterWatch(store, "any", views::add)) {
            watch.start().get(10, TimeUnit.SECONDS);
            assertThat(watch.view().controllerId()).isZero();

            long startedNs = System.nanoTime();
            cluster.broker(0).close();
            awaitController(1);

            assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startedNs))
                    .isLessThan(QUICK_MS);
        }
    }

    /** An Apache Kafka broker that hangs, say: there is a /controller, but no broker of that id. */
    @Test
    void shouldStartWithoutAControllerAndBecomeItWhenAnotherProcessLetsGo() throws Exception {
        try (TestCluster cluster = TestCluster.of(1).start();
                CuratorZkStore store = connect(cluster);
                ClusterWatch watch = new ClusterWatch(store, "any", views::add)) {
            watch.start().get(10, TimeUnit.SECONDS);
            cluster.broker(0).close();
            store.create(ControllerZnode.PATH, ControllerZnode.encode(9, 0), CreateKind.EPHEMERAL)
                    .get(10, TimeUnit.SECONDS);
            try (Broker broker = Broker.start(cluster.settings(1, Map.of()))) {
                assertThat(broker.id()).isEqualTo(1);
                var unused = store.delete(ControllerZnode.PATH, ZkStore.ANY_VERSION);
                awaitController(1);
            }
        }
    }

    private void awaitController(int id) throws InterruptedException {
        ClusterView view;
        do {
            view = views.poll(10, TimeUnit.SECONDS);
            assertThat(view).as("a view with controller " + id).isNotNull();
        } while (view.controllerId() != id);
    }

    private static CuratorZkStore connect(TestCluster cluster) {
        return CuratorZkStore.open(new ZkSettings(cluster.zooKeeper().getConnectString() + "/test", 6_000, 10_000));
    }
}
