package dev.paddock.client.testing;

import dev.paddock.client.connection.BrokerAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Apache Kafka with ZooKeeper, a process each, from the jars that the module `peers` gathers. Answers when start()
 * returns; close() ends both. Their output lies in zookeeper.log and kafka.log in the folder.
 */
public final class KafkaPeer implements AutoCloseable {
    private static final long START_SECONDS = 60;
    private static final long STOP_SECONDS = 20;
    private static final String LOG4J = """
            log4j.rootLogger=INFO, out
            log4j.appender.out=org.apache.log4j.ConsoleAppender
            log4j.appender.out.layout=org.apache.log4j.PatternLayout
            log4j.appender.out.layout.ConversionPattern=%m%n
            """;

    private final Path folder;
    private final BrokerAddress address;
    private final List<Process> processes = new ArrayList<>();

    private KafkaPeer(Path folder) throws IOException {
        this.folder = folder;
        this.address = new BrokerAddress("127.0.0.1", freePort());
    }

    public static KafkaPeer start(Path folder) throws IOException, InterruptedException {
        KafkaPeer peer = new KafkaPeer(folder);
        boolean started = false;
        try {
            peer.startBoth();
            started = true;
            return peer;
        } finally {
            if (!started) {
                peer.close();
            }
        }
    }

    public BrokerAddress address() {
        return address;
    }

    private void startBoth() throws IOException, InterruptedException {
        int zooKeeperPort = freePort();
        Files.writeString(folder.resolve("log4j.properties"), LOG4J);
        Path zooKeeper = Files.writeString(
                folder.resolve("zookeeper.properties"), """
                dataDir=%s
                clientPort=%d
                clientPortAddress=127.0.0.1
                admin.enableServer=false
                """.formatted(folder.resolve("zookeeper"), zooKeeperPort));
        Path kafka = Files.writeString(
                folder.resolve("server.properties"), """
                broker.id=0
                listeners=PLAINTEXT://%s
                zookeeper.connect=127.0.0.1:%d
                log.dirs=%s
                """.formatted(address, zooKeeperPort, folder.resolve("logs")));
        start("org.apache.zookeeper.server.quorum.QuorumPeerMain", zooKeeper, "zookeeper.log");
        Process broker = start("kafka.Kafka", kafka, "kafka.log");
        awaitLine(broker, folder.resolve("kafka.log"), "[KafkaServer id=0] started");
    }

    private Process start(String main, Path settings, String log) throws IOException {
        Path jars = Path.of(System.getProperty("paddock.peer.jars"));
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-Dlog4j.configuration=file:" + folder.resolve("log4j.properties"),
                        "-cp",
                        jars.resolve("*").toString(),
                        main,
                        settings.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(log).toFile())
                .start();
        processes.add(process);
        return process;
    }

    private static void awaitLine(Process process, Path log, String line) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
        while (!Files.readString(log).contains(line)) {
            boolean ended = process.waitFor(100, TimeUnit.MILLISECONDS);
            if (ended || System.nanoTime() > deadline) {
                throw new IllegalStateException(
                        "Apache Kafka " + (ended ? "ended" : "is not up in time") + ":\n" + Files.readString(log));
            }
        }
    }

    @Override
    public void close() {
        for (int i = processes.size() - 1; i >= 0; i--) {
            Process process = processes.get(i);
            process.destroy();
            process.onExit()
                    .completeOnTimeout(null, STOP_SECONDS, TimeUnit.SECONDS)
                    .join();
            process.destroyForcibly().onExit().join();
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
