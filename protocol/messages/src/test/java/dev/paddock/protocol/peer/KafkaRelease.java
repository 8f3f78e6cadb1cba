package dev.paddock.protocol.peer;

import dev.paddock.protocol.generator.schema.MessageSchema;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** One release of Apache Kafka, in a class loader of its own, so that two of them fit into one test. */
public enum KafkaRelease {
    NEWEST("kafka.newest.version", Schemas.NEWEST),
    ZOOKEEPER("kafka.zookeeper.version", Schemas.ZOOKEEPER);

    private static final List<String> PACKAGES = List.of(
            "org.apache.kafka.common.message.",
            "org.apache.kafka.coordinator.group.generated.",
            "org.apache.kafka.coordinator.transaction.generated.");

    private final String version;
    private final Map<String, MessageSchema> schemas;
    private final URLClassLoader loader;

    KafkaRelease(String versionProperty, Map<String, MessageSchema> schemas) {
        this.version = System.getProperty(versionProperty);
        this.schemas = schemas;
        this.loader = new URLClassLoader(
                jars().stream().map(KafkaRelease::url).toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
    }

    /** Its messages that have any version. */
    public List<MessageSchema> messages() {
        return schemas.values().stream()
                .filter(message -> !message.versions().isEmpty())
                .toList();
    }

    public List<Path> jars() {
        try (Stream<Path> files = Files.list(Path.of("target", "peers", version))) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Class<?> load(String className) {
        try {
            return loader.loadClass(className);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException("Kafka " + version + " has no " + className, e);
        }
    }

    /** The class that Kafka's own generator made of the schema. */
    public Class<?> messageClass(MessageSchema message) {
        String name = switch (message.kind()) {
            case REQUEST, RESPONSE, HEADER -> message.name() + "Data";
            default -> message.name();
        };
        List<String> tried = new ArrayList<>();
        for (String prefix : PACKAGES) {
            if (loader.findResource((prefix + name).replace('.', '/') + ".class") != null) {
                return load(prefix + name);
            }
            tried.add(prefix + name);
        }
        throw new IllegalStateException("Kafka " + version + " has none of " + tried);
    }

    /** Calls what the tests may take for granted; whatever it throws comes out as it is. */
    static Object call(Reflection reflection) {
        try {
            return reflection.run();
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static URL url(Path jar) {
        try {
            return jar.toUri().toURL();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A call by reflection. */
    @FunctionalInterface
    interface Reflection {
        Object run() throws ReflectiveOperationException;
    }

    @Override
    public String toString() {
        return "Kafka " + version;
    }
}
