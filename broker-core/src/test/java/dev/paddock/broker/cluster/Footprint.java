package dev.paddock.broker.cluster;

import dev.paddock.broker.net.TestServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What brokers hold in this process and in ZooKeeper: whether one that is gone has left something behind. */
public final class Footprint {
    private static final Pattern OURS = Pattern.compile(
            "(network-\\d+|client-resolver|zk-|Curator|HTTP-Dispatcher|.*-SendThread|.*-EventThread).*");
    private static final Pattern CONNECTIONS = Pattern.compile("(?m)^Connections: (\\d+)$");

    private final TestCluster cluster;
    private final Set<String> threads = threads();
    private final int connections;

    private Footprint(TestCluster cluster) {
        this.cluster = cluster;
        connections = connections();
    }

    public static Footprint of(TestCluster cluster) {
        return new Footprint(cluster);
    }

    /** Waits until there are no more kinds of threads and connections to ZooKeeper than there were. */
    public void awaitNoMore() {
        TestServer.await("no new threads", () -> threads.containsAll(threads()));
        TestServer.await("no new connections to ZooKeeper", () -> connections() <= connections);
    }

    /** By pool: the threads of one that is running may start later. */
    private static Set<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .map(OURS::matcher)
                .filter(Matcher::matches)
                .map(name -> name.group(1).startsWith("network") ? name.group(1) : name.group())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private int connections() {
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), cluster.zooKeeper().getPort())) {
            socket.getOutputStream().write("srvr".getBytes(StandardCharsets.US_ASCII));
            Matcher answer =
                    CONNECTIONS.matcher(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII));
            if (!answer.find()) {
                throw new IllegalStateException("ZooKeeper does not say how many connections it has");
            }
            return Integer.parseInt(answer.group(1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
