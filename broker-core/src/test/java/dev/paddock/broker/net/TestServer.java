package dev.paddock.broker.net;

import dev.paddock.broker.config.BrokerSettings;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** A NetworkServer on a free port, with the settings of a test and the sink of a test behind it. */
public final class TestServer implements AutoCloseable {
    private static final long WAIT_NANOS_MAX = TimeUnit.SECONDS.toNanos(20);

    private final NetworkServer server;

    public TestServer(RequestSink sink, String... keysAndValues) {
        Map<String, String> settings = new HashMap<>(Map.of(
                "zookeeper.connect", "unused:1", "listeners", "PLAINTEXT://127.0.0.1:0", "num.network.threads", "2"));
        for (int i = 0; i < keysAndValues.length; i += 2) {
            settings.put(keysAndValues[i], keysAndValues[i + 1]);
        }
        server = new NetworkServer(BrokerSettings.of(settings).network(), sink);
        server.bind();
        server.accept();
    }

    public NetworkServer network() {
        return server;
    }

    public int port() {
        return server.port("PLAINTEXT");
    }

    public RawClient connect() throws IOException {
        return new RawClient(port());
    }

    /** Waits, without a fixed sleep, until a condition holds. */
    public static void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + WAIT_NANOS_MAX;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("waited in vain for " + what);
            }
            LockSupport.parkNanos(1_000_000);
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
