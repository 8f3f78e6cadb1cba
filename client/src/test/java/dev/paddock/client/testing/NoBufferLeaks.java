package dev.paddock.client.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.PooledByteBufAllocator;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Fails a test class during which a buffer was collected by the JVM before it was released. */
public final class NoBufferLeaks implements BeforeAllCallback, AfterAllCallback {
    private static final int PROBES = 100;

    private final Queue<String> leaks = new ConcurrentLinkedQueue<>();

    @Override
    public void beforeAll(ExtensionContext context) {
        collectAndReport();
        ByteBufUtil.setLeakListener((type, records) -> leaks.add(type + records));
    }

    @Override
    public void afterAll(ExtensionContext context) {
        collectAndReport();
        ByteBufUtil.setLeakListener(null);
        assertThat(leaks).isEmpty();
    }

    /** Leaks are noticed by later allocations. */
    private static void collectAndReport() {
        System.gc();
        for (int i = 0; i < PROBES; i++) {
            PooledByteBufAllocator.DEFAULT.directBuffer(1).release();
        }
    }
}
