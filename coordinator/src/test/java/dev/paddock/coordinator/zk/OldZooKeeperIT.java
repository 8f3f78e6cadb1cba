package dev.paddock.coordinator.zk;

import static dev.paddock.coordinator.zk.Eventually.get;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.paddock.coordinator.zk.Eventually.Told;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Registers, watches and reads back on real servers of older lines, each a process of its own. */
class OldZooKeeperIT {
    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"3.5", "3.6", "3.7", "3.8"})
    void shouldWorkWithServersOfOlderLines(String line) throws Exception {
        int port = freePort();
        Process server = start(line, port);
        try {
            Eventually.await("the server listens", () -> listens(port, server));
            ZkSettings settings = new ZkSettings("127.0.0.1:" + port + "/kafka/one", 6_000, 10_000);
            try (CuratorZkStore store = CuratorZkStore.open(settings);
                    CuratorZkStore observer = CuratorZkStore.open(settings)) {
                shouldRegisterAndBeSeen(store, observer);
                shouldDoTransactions(store);
            }
        } finally {
            server.destroyForcibly().waitFor();
        }
    }

    private static void shouldRegisterAndBeSeen(CuratorZkStore store, CuratorZkStore observer) {
        get(RootPaths.ensure(store));
        String clusterId = get(ClusterBootstrap.clusterId(store));
        assertThat(get(ClusterBootstrap.nextBrokerId(store, 1000))).isEqualTo(1001);
        Told<ClusterView> views = new Told<>();
        try (ClusterWatch watch = new ClusterWatch(observer, clusterId, views)) {
            assertThat(get(watch.start()).brokers()).isEmpty();
            BrokerRegistration registration = new BrokerRegistration(
                    store,
                    ClusterWatchTest.broker(1),
                    Optional.empty(),
                    registered -> CompletableFuture.completedFuture(true),
                    new Silent());

            long epoch = get(registration.register());
            ClusterView seen = views.next(view -> !view.brokers().isEmpty());
            assertThat(seen.brokers()).containsEntry(1, new LiveBroker(ClusterWatchTest.broker(1), epoch));

            get(observer.endSession(store.session()));
            ClusterView again = views.next(view ->
                    view.brokers().containsKey(1) && view.brokers().get(1).epoch() > epoch);
            assertThat(again.clusterId()).isEqualTo(clusterId);

            registration.close();
            views.next(view -> view.brokers().isEmpty());
        }
    }

    private static void shouldDoTransactions(CuratorZkStore store) {
        List<ZkOpResult> results = get(store.transaction(List.of(
                new ZkOp.Create(ControllerEpochZnode.PATH, ControllerEpochZnode.encode(1), CreateKind.PERSISTENT),
                new ZkOp.Create(ControllerZnode.PATH, ControllerZnode.encode(1, 0), CreateKind.EPHEMERAL))));

        assertThat(results.stream().map(ZkOpResult::path)).containsExactly("/controller_epoch", "/controller");
        assertThat(new String(get(store.get(ControllerEpochZnode.PATH)).bytes(), UTF_8))
                .isEqualTo("1");
    }

    /** ZooKeeper's own jars are the old ones; what they need besides is taken from this test's class path. */
    private Process start(String line, int port) throws IOException {
        Path configuration = directory.resolve("zoo.cfg");
        Files.writeString(
                configuration,
                "clientPortAddress=127.0.0.1\nclientPort=" + port + "\ntickTime=500\nadmin.enableServer=false\ndataDir="
                        + directory.resolve("data") + "\n");
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-Dzookeeper.jmx.log4j.disable=true",
                        "-Dlogback.configurationFile=" + System.getProperty("logback.configurationFile"),
                        "-cp",
                        classPath(line),
                        "org.apache.zookeeper.server.ZooKeeperServerMain",
                        configuration.toString())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("server.log").toFile())
                .start();
    }

    private static String classPath(String line) throws IOException {
        try (Stream<Path> jars = Files.list(Path.of(System.getProperty("old.zookeepers")))) {
            Stream<String> old = jars.filter(jar ->
                            jar.getFileName().toString().matches("zookeeper(-jute)?-" + line + "\\.[0-9]+\\.jar"))
                    .map(Path::toString);
            Stream<String> ours = Stream.of(
                            System.getProperty("java.class.path").split(System.getProperty("path.separator")))
                    .filter(jar -> jar.matches(".*(slf4j-api|logback|metrics-core|snappy-java|netty-).*"));
            return Stream.concat(old, ours).collect(Collectors.joining(System.getProperty("path.separator")));
        }
    }

    private boolean listens(int port, Process server) {
        assertThat(server.isAlive())
                .as(() -> "the server runs; its log: " + log())
                .isTrue();
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    private String log() {
        try {
            return Files.readString(directory.resolve("server.log"));
        } catch (IOException e) {
            return e.toString();
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Wants to know nothing. */
    private static final class Silent implements RegistrationListener {
        @Override
        public void registering(ZkSession session) {}

        @Override
        public void registered(long brokerEpoch, long sessionId) {}

        @Override
        public void refused(BrokerIdRefusedException reason) {}
    }
}
