package dev.paddock.broker.probe;

import java.util.Properties;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.kafka.clients.admin.AdminClient;
import org.apache.kafka.clients.admin.DescribeClusterResult;
import org.apache.kafka.common.Node;

/** What the AdminClient of some release says of a cluster. Loaded by ClientEra beside that release. */
public final class AdminProbe implements Function<String, String> {
    @Override
    public String apply(String bootstrap) {
        Properties settings = new Properties();
        settings.put("bootstrap.servers", bootstrap);
        settings.put("client.id", "admin-probe");
        try (AdminClient admin = AdminClient.create(settings)) {
            DescribeClusterResult cluster = admin.describeCluster();
            TreeSet<String> nodes = new TreeSet<>();
            for (Node node : cluster.nodes().get(20, TimeUnit.SECONDS)) {
                nodes.add(node.id() + "@" + node.host() + ":" + node.port() + "/" + node.rack());
            }
            return cluster.clusterId().get() + " " + nodes;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
