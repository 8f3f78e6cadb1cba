package dev.paddock.broker.cluster;

import dev.paddock.broker.Broker;
import dev.paddock.broker.net.RawClient;
import dev.paddock.protocol.message.ApiKey;
import dev.paddock.protocol.message.DescribeClusterRequest;
import dev.paddock.protocol.message.DescribeClusterResponse;
import dev.paddock.protocol.message.MetadataRequest;
import dev.paddock.protocol.message.MetadataResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** One connection to one listener of a broker, asking one thing after the other. */
public final class BrokerClient implements AutoCloseable {
    private static final int METADATA_VERSION = 12;

    private final RawClient client;
    private int correlationId;

    private BrokerClient(RawClient client) {
        this.client = client;
    }

    public static BrokerClient of(Broker broker) throws IOException {
        return of(broker, "PLAINTEXT");
    }

    public static BrokerClient of(Broker broker, String listener) throws IOException {
        return new BrokerClient(new RawClient(broker.port(listener)));
    }

    public RawClient raw() {
        return client;
    }

    public MetadataResponse metadata() throws IOException {
        client.send(++correlationId, new MetadataRequest().topics(null), METADATA_VERSION);
        return (MetadataResponse)
                client.readAnswer(ApiKey.METADATA, METADATA_VERSION).body();
    }

    /** The ids that Metadata names. */
    public List<Integer> brokerIds() {
        try {
            return metadata().brokers().stream()
                    .map(MetadataResponse.MetadataResponseBroker::nodeId)
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public DescribeClusterResponse describeCluster() throws IOException {
        client.send(++correlationId, new DescribeClusterRequest(), 0);
        return (DescribeClusterResponse)
                client.readAnswer(ApiKey.DESCRIBE_CLUSTER, 0).body();
    }

    @Override
    public void close() throws IOException {
        client.close();
    }
}
