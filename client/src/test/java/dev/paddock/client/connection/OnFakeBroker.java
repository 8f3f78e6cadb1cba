package dev.paddock.client.connection;

import dev.paddock.client.testing.FakeBroker;
import dev.paddock.client.testing.NoBufferLeaks;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.ExtendWith;

/** Real sockets, a broker that does as it is told, and no buffer left behind. */
@ExtendWith(NoBufferLeaks.class)
abstract class OnFakeBroker {
    static final Duration LONG = Duration.ofSeconds(20);

    final ClientLoops loops = ClientLoops.start(1);
    final FakeBroker broker = FakeBroker.start();

    @AfterEach
    void stop() {
        loops.close();
        broker.close();
    }

    BrokerConnection connect() throws Exception {
        return connect(settings());
    }

    BrokerConnection connect(ConnectionSettings settings) throws Exception {
        return await(BrokerConnection.connect(loops, broker.address(), settings));
    }

    static ConnectionSettings settings() {
        return ConnectionSettings.DEFAULTS.withClientId("tester");
    }

    /** The result, or what the future failed with. */
    static <T> T await(CompletableFuture<T> future) throws Exception {
        try {
            return future.get(LONG.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw (Exception) e.getCause();
        }
    }
}
