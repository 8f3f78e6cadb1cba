package dev.paddock.broker;

import dev.paddock.broker.config.BrokerSettings;
import dev.paddock.log.io.LogDirectoryException;
import dev.paddock.log.io.LogDirectoryLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A cluster to try: ZooKeeper and some brokers in one process, which keeps its data for the next time. */
public final class Quickstart {
    private static final Logger LOG = LoggerFactory.getLogger(Quickstart.class);

    private Quickstart() {}

    public static void main(String[] args) {
        try {
            run(QuickstartOptions.parse(args));
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage() + System.lineSeparator() + QuickstartOptions.USAGE);
            Process.end(1);
        } catch (BrokerStartException | LogDirectoryException e) {
            LOG.error("Quickstart does not start: {}", e.getMessage());
            Process.end(1);
        } catch (Exception e) {
            LOG.error("Quickstart does not start", e);
            Process.end(1);
        }
    }

    private static void run(QuickstartOptions options) throws Exception {
        Opened opened = new Opened();
        Process.closeAtSignal(opened);
        // Two servers of ZooKeeper on one folder would spoil it.
        opened.add(LogDirectoryLock.acquire(options.data()));
        Path zooKeeperData = Files.createDirectories(options.data().resolve("zookeeper"));
        opened.add(new EmbeddedZooKeeper(zooKeeperData, options.zooKeeperPort()));
        List<String> addresses = new ArrayList<>();
        for (int id = 0; id < options.brokers(); id++) {
            opened.add(Broker.start(settings(options, id)));
            addresses.add("127.0.0.1:" + (options.port() + id));
        }
        System.out.println(welcome(String.join(",", addresses), options));
    }

    private static BrokerSettings settings(QuickstartOptions options, int id) {
        Map<String, String> settings = new HashMap<>();
        settings.put("broker.id", Integer.toString(id));
        settings.put("listeners", "PLAINTEXT://127.0.0.1:" + (options.port() + id));
        settings.put("zookeeper.connect", "127.0.0.1:" + options.zooKeeperPort());
        settings.put("log.dirs", options.data().resolve("broker-" + id).toString());
        return BrokerSettings.of(settings);
    }

    private static String welcome(String addresses, QuickstartOptions options) {
        String zkCli = options.zooKeeperPort() == QuickstartOptions.ZOOKEEPER_PORT
                ? "scripts/zk-cli.sh"
                : "scripts/zk-cli.sh -server 127.0.0.1:" + options.zooKeeperPort();
        return """

                Paddock is running: brokers at %s, ZooKeeper at 127.0.0.1:%d, data in %s

                Next, in another terminal:
                  kcat -L -b %s
                  scripts/broker-api-versions.sh --bootstrap-server %s
                  %s get /brokers/ids/0

                Ctrl-C stops it.""".formatted(addresses, options.zooKeeperPort(), options.data(), addresses, addresses, zkCli);
    }
}
