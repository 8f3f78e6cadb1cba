package dev.paddock.tools;

import dev.paddock.client.connection.BrokerAddress;
import dev.paddock.client.connection.BrokerConnection;
import dev.paddock.client.connection.ClientLoops;
import dev.paddock.client.connection.ConnectionException;
import dev.paddock.client.connection.ConnectionSettings;
import dev.paddock.protocol.message.MetadataRequest;
import dev.paddock.protocol.message.MetadataResponse;
import dev.paddock.protocol.message.MetadataResponse.MetadataResponseBroker;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Asks one broker who the others are, and then each of them, all at once, what it understands. */
final class ClusterVersions {
    private final ClientLoops loops;
    private final ConnectionSettings settings;

    ClusterVersions(ClientLoops loops, ConnectionSettings settings) {
        this.loops = loops;
        this.settings = settings;
    }

    /** In the order of their ids. */
    List<BrokerVersions> ask(List<BrokerAddress> bootstrap) {
        List<MetadataResponseBroker> brokers =
                new ArrayList<>(metadata(bootstrap).brokers());
        if (brokers.isEmpty()) {
            throw new CommandFailedException(
                    "the cluster knows no broker yet; wait until a broker has registered, and look into its log if none does");
        }
        brokers.sort(Comparator.comparingInt(MetadataResponseBroker::nodeId));
        List<CompletableFuture<BrokerVersions>> asked =
                brokers.stream().map(this::askBroker).toList();
        return asked.stream().map(CompletableFuture::join).toList();
    }

    private MetadataResponse metadata(List<BrokerAddress> bootstrap) {
        List<String> failures = new ArrayList<>();
        for (BrokerAddress address : bootstrap) {
            try {
                return BrokerConnection.connect(loops, address, settings)
                        .thenCompose(ClusterVersions::metadataOf)
                        .join();
            } catch (CompletionException e) {
                if (!(e.getCause() instanceof ConnectionException)) {
                    throw e;
                }
                failures.add(e.getCause().getMessage());
            }
        }
        throw new CommandFailedException(String.join(" | ", failures));
    }

    private static CompletableFuture<MetadataResponse> metadataOf(BrokerConnection connection) {
        return connection.send(new MetadataRequest()).whenComplete((answer, failure) -> connection.close());
    }

    private CompletableFuture<BrokerVersions> askBroker(MetadataResponseBroker broker) {
        BrokerAddress address;
        try {
            address = new BrokerAddress(broker.host(), broker.port());
        } catch (IllegalArgumentException e) {
            return CompletableFuture.completedFuture(BrokerVersions.failed(broker, e));
        }
        return BrokerConnection.connect(loops, address, settings).handle((connection, failure) -> {
            if (failure != null) {
                return BrokerVersions.failed(broker, failure);
            }
            connection.close();
            return BrokerVersions.of(broker, connection.versions());
        });
    }
}
