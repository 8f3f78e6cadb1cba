package dev.paddock.broker.peer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.paddock.broker.net.TestServer;
import dev.paddock.coordinator.zk.CuratorZkStore;
import dev.paddock.coordinator.zk.ZkSession;
import dev.paddock.coordinator.zk.ZkSettings;
import dev.paddock.log.io.SessionFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.curator.test.InstanceSpec;
import org.apache.curator.test.TestingServer;
import org.apache.kafka.clients.admin.Admin;

/**
 * What stays when one broker ends and another takes its place: the ZooKeeper, the folders of the logs, the broker's number,
 * its port and its settings. Paddock and Apache Kafka are started in turns in processes of their own.
 */
public final class PeerHome implements AutoCloseable {
    private static final int TICK_MS = 500;
    private static final int CONNECTIONS_MAX = 100;

    private final Path folder;
    private final TestingServer zooKeeper;
    private final int port;
    private final Map<String, String> settings = new TreeMap<>();
    private int runs;
    private PeerBroker running;

    public PeerHome() throws Exception {
        folder = Files.createTempDirectory("paddock-peer");
        zooKeeper = new TestingServer(
                new InstanceSpec(folder.resolve("zookeeper").toFile(), -1, -1, -1, true, -1, TICK_MS, CONNECTIONS_MAX),
                true);
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        settings.putAll(Map.of(
                "broker.id", "7",
                "listeners", "PLAINTEXT://127.0.0.1:" + port,
                "log.dirs", folder.resolve("a") + "," + folder.resolve("b"),
                "zookeeper.connect", zooKeeper.getConnectString() + "/kafka",
                // A killed run of Apache Kafka has to be waited for.
                "zookeeper.session.timeout.ms", "4000",
                "offsets.topic.replication.factor", "1",
                "offsets.topic.num.partitions", "2",
                "transaction.state.log.replication.factor", "1",
                "transaction.state.log.min.isr", "1",
                "transaction.state.log.num.partitions", "2"));
        settings.putAll(Map.of(
                "group.initial.rebalance.delay.ms", "0",
                "auto.create.topics.enable", "false",
                "log.cleaner.dedupe.buffer.size", "4194304",
                "log.cleaner.backoff.ms", "100",
                // Where a log starts after DeleteRecords is only as lasting as this file.
                "log.flush.start.offset.checkpoint.interval.ms", "200",
                "log.initial.task.delay.ms", "100"));
    }

    public Path folder() {
        return folder;
    }

    public int port() {
        return port;
    }

    public String bootstrap() {
        return "127.0.0.1:" + port;
    }

    /** For both brokers, and for all runs from now on. */
    public PeerHome with(String key, String value) {
        settings.put(key, value);
        return this;
    }

    public PeerBroker kafka(String... more) throws IOException {
        return start("kafka", more);
    }

    public PeerBroker paddock(String... more) throws IOException {
        return start("paddock", more);
    }

    private PeerBroker start(String kind, String... more) throws IOException {
        Map<String, String> all = new TreeMap<>(settings);
        for (int i = 0; i < more.length; i += 2) {
            all.put(more[i], more[i + 1]);
        }
        String name = ++runs + "-" + kind;
        Path file = folder.resolve(name + ".properties");
        Files.write(
                file,
                all.entrySet().stream()
                        .map(e -> e.getKey() + "=" + e.getValue())
                        .toList(),
                UTF_8);
        if (kind.equals("kafka")) {
            // Apache Kafka does not start while its number is still registered.
            awaitUnregistered();
        }
        running = PeerBroker.start(kind, name, this);
        awaitLeaders();
        return running;
    }

    /** Apache Kafka says that it has started when its controller has not yet told it of its topics. */
    private void awaitLeaders() {
        try (CuratorZkStore store = connect();
                Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap()))) {
            List<String> topics = store.children("/brokers/topics").join();
            TestServer.await("all partitions to be led", () -> isLed(admin, topics));
        }
    }

    private static boolean isLed(Admin admin, List<String> topics) {
        try {
            return admin.describeTopics(topics).allTopicNames().get().values().stream()
                    .flatMap(topic -> topic.partitions().stream())
                    .allMatch(partition -> partition.leader() != null);
        } catch (ExecutionException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    public CuratorZkStore connect() {
        return CuratorZkStore.open(new ZkSettings(settings.get("zookeeper.connect"), 10_000, 10_000));
    }

    private void awaitUnregistered() {
        try (CuratorZkStore store = connect()) {
            // What a killed Paddock remembers of its session spares us the wait.
            new SessionFile(folder.resolve("a"))
                    .read()
                    .ifPresent(left -> store.endSession(new ZkSession(left.id(), left.password()))
                            .join());
            TestServer.await(
                    "the old registration to end",
                    () -> store.exists("/brokers/ids/7").join().isEmpty());
        }
    }

    /** The folders of all partitions, such as "plain-0". */
    public Map<String, Path> partitions() throws IOException {
        Map<String, Path> found = new TreeMap<>();
        for (String dir : List.of("a", "b")) {
            try (Stream<Path> all = Files.list(folder.resolve(dir))) {
                all.filter(Files::isDirectory)
                        .forEach(path -> found.put(path.getFileName().toString(), path));
            }
        }
        return found;
    }

    /** Apache Kafka would have renamed folders of which it does not know the topic. */
    public void assertNoStrays() throws IOException {
        assertThat(partitions().keySet()).noneMatch(name -> name.endsWith("-stray"));
    }

    @Override
    public void close() throws IOException {
        if (running != null) {
            running.kill();
        }
        zooKeeper.close();
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(PeerHome::delete);
        }
    }

    private static void delete(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
