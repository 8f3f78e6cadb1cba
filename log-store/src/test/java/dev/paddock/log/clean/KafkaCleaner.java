package dev.paddock.log.clean;

import static dev.paddock.log.peer.KafkaClasses.call;

import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Proxy;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** Kafka 3.9's own Cleaner on one folder, called by its names, from jars that are on no class path. */
final class KafkaCleaner implements AutoCloseable {
    private final URLClassLoader loader;
    private final Object log;
    private final Object cleaner;
    private final Object partition;

    KafkaCleaner(Path jars, Path folder, Map<String, String> settings, long endOffset)
            throws IOException, ReflectiveOperationException {
        loader = loader(jars);
        partition = create("org.apache.kafka.common.TopicPartition", "compacted", 0);
        Object time =
                type("org.apache.kafka.common.utils.Time").getField("SYSTEM").get(null);
        log = open(folder, settings, endOffset, time);
        cleaner = create(
                "kafka.log.Cleaner",
                0,
                create("org.apache.kafka.storage.internals.log.SkimpyOffsetMap", 1 << 20),
                4096,
                1 << 20,
                0.9,
                create("org.apache.kafka.storage.internals.utils.Throttler", 1e18, 300L, "cleaner-io", "bytes", time),
                time,
                nothing("scala.Function1"));
    }

    private static URLClassLoader loader(Path jars) throws IOException {
        List<URL> urls = new ArrayList<>();
        try (Stream<Path> files = Files.list(jars)) {
            for (Path jar : files.toList()) {
                urls.add(url(jar));
            }
        }
        return new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
    }

    private static URL url(Path jar) throws MalformedURLException {
        return jar.toUri().toURL();
    }

    private Object open(Path folder, Map<String, String> settings, long endOffset, Object time)
            throws ReflectiveOperationException {
        Object companion = type("kafka.log.UnifiedLog$").getField("MODULE$").get(null);
        Object none = type("scala.None$").getField("MODULE$").get(null);
        Object opened = call(
                companion,
                "apply",
                folder.toFile(),
                create("org.apache.kafka.storage.internals.log.LogConfig", settings),
                0L,
                endOffset,
                nothing("org.apache.kafka.server.util.Scheduler"),
                create("kafka.server.BrokerTopicStats", false),
                time,
                900_000,
                create("org.apache.kafka.storage.internals.log.ProducerStateManagerConfig", 86_400_000, false),
                600_000,
                create("org.apache.kafka.storage.internals.log.LogDirFailureChannel", 10),
                // Not in order, so that it looks through all segments for what it has to know of producers.
                false,
                none,
                true,
                new ConcurrentHashMap<String, Object>(),
                false,
                call(companion, "apply$default$17"));
        call(opened, "updateHighWatermark", endOffset);
        return opened;
    }

    /** @return where the next cleaning begins */
    long clean(long firstDirtyOffset, long nowMs) throws ReflectiveOperationException {
        long stable = (long) call(log, "lastStableOffset");
        Object dirty = create("kafka.log.LogToClean", partition, log, firstDirtyOffset, stable, false);
        Object result = call(cleaner, "doClean", dirty, nowMs);
        return (long) call(result, "_1");
    }

    private Class<?> type(String name) throws ClassNotFoundException {
        return loader.loadClass(name);
    }

    private Object create(String name, Object... arguments) throws ReflectiveOperationException {
        for (Constructor<?> constructor : type(name).getConstructors()) {
            if (constructor.getParameterCount() == arguments.length) {
                try {
                    return constructor.newInstance(arguments);
                } catch (IllegalArgumentException e) {
                    // Another one of as many parameters.
                    continue;
                }
            }
        }
        throw new IllegalStateException("Kafka has no " + name + " of " + List.of(arguments));
    }

    private Object nothing(String type) throws ClassNotFoundException {
        return Proxy.newProxyInstance(loader, new Class<?>[] {type(type)}, (proxy, method, arguments) -> null);
    }

    @Override
    public void close() throws IOException {
        call(log, "closeHandlers");
        loader.close();
    }
}
