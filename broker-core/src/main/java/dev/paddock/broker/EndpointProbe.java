package dev.paddock.broker;

import dev.paddock.client.connection.BrokerAddress;
import dev.paddock.client.connection.BrokerConnection;
import dev.paddock.client.connection.ClientLoops;
import dev.paddock.client.connection.ConnectionSettings;
import dev.paddock.coordinator.zk.BrokerEndpoint;
import dev.paddock.coordinator.zk.LivenessProbe;
import dev.paddock.coordinator.zk.RegisteredBroker;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Asks the endpoints of a registration for their ApiVersions: who answers is alive. Our own listeners may be bound to the
 * same address by then, but do not answer before we are registered, so that an answer is never our own.
 */
final class EndpointProbe implements LivenessProbe {
    private static final Duration TIMEOUT = Duration.ofSeconds(3);

    private final ClientLoops loops;
    private final ConnectionSettings settings =
            ConnectionSettings.DEFAULTS.withClientId("paddock-probe").withTimeouts(TIMEOUT, TIMEOUT);

    EndpointProbe(ClientLoops loops) {
        this.loops = loops;
    }

    @Override
    public CompletableFuture<Boolean> answers(RegisteredBroker registered) {
        List<CompletableFuture<Boolean>> answers =
                registered.endpoints().stream().map(this::answers).toList();
        return CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new))
                .thenApply(done -> answers.stream().anyMatch(CompletableFuture::join));
    }

    private CompletableFuture<Boolean> answers(BrokerEndpoint endpoint) {
        if (endpoint.host().isEmpty() || endpoint.port() <= 0) {
            return CompletableFuture.completedFuture(false);
        }
        return BrokerConnection.connect(loops, new BrokerAddress(endpoint.host(), endpoint.port()), settings)
                .handle((connection, failure) -> {
                    if (connection != null) {
                        connection.close();
                    }
                    return connection != null;
                });
    }
}
