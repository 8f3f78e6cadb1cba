package dev.paddock.broker;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Properties;
import org.apache.zookeeper.server.embedded.ExitHandler;
import org.apache.zookeeper.server.embedded.ZooKeeperServerEmbedded;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A ZooKeeper server inside this process, for a first look: one member, on the loopback interface, its data kept. */
final class EmbeddedZooKeeper implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedZooKeeper.class);
    private static final long START_MS_MAX = 30_000;

    private final ZooKeeperServerEmbedded server;

    EmbeddedZooKeeper(Path folder, int port) throws Exception {
        requireFree(port);
        // Its monitoring page would open another port.
        System.setProperty("zookeeper.admin.enableServer", "false");
        Properties settings = new Properties();
        settings.setProperty("dataDir", folder.toString());
        settings.setProperty("clientPort", Integer.toString(port));
        settings.setProperty("clientPortAddress", "127.0.0.1");
        settings.setProperty("tickTime", "2000");
        settings.setProperty("maxClientCnxns", "0");
        settings.setProperty("4lw.commands.whitelist", "srvr,ruok,stat");
        server = ZooKeeperServerEmbedded.builder()
                .baseDir(folder)
                .configuration(settings)
                .exitHandler(ExitHandler.LOG_ONLY)
                .build();
        server.start(START_MS_MAX);
    }

    /** The server itself would say nothing, and be waited for in vain. */
    private static void requireFree(int port) {
        try (ServerSocket free = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            LOG.debug("Port {} is free for ZooKeeper: {}", port, free);
        } catch (IOException e) {
            throw new BrokerStartException(
                    "ZooKeeper cannot listen on 127.0.0.1:" + port + ": " + e.getMessage()
                            + ". Stop who listens there, or choose another port with --zookeeper-port.",
                    e);
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
