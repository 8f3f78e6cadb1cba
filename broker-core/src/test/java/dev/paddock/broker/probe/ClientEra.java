package dev.paddock.broker.probe;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** One release of Kafka's clients, and probes that run with it, away from everything else in this process. */
public final class ClientEra implements AutoCloseable {
    private static final Path CODECS = Path.of("target", "client-codecs");

    private final URLClassLoader loader;

    private ClientEra(List<Path> classPath) {
        loader = new URLClassLoader(
                classPath.stream().map(ClientEra::url).toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
    }

    /** kafka-clients of that version. */
    public static ClientEra of(String version) {
        Path jars = Path.of("target", "client-eras");
        List<Path> classPath = new ArrayList<>(List.of(
                Path.of("target", "test-classes"),
                jars.resolve("kafka-clients-" + version + ".jar"),
                jar(jars, "slf4j-api-"),
                jar(jars, "slf4j-nop-")));
        classPath.addAll(codecs(version));
        return new ClientEra(classPath);
    }

    /** The first releases call what later ones of the lz4 library do not have. */
    private static List<Path> codecs(String version) {
        String unwanted = version.matches("0\\.[89]\\..*") ? "lz4-java-" : "lz4-1.2.";
        return jars(CODECS).stream()
                .filter(jar -> !jar.getFileName().toString().startsWith(unwanted))
                .toList();
    }

    /** The Scala clients of 0.8.2. */
    public static ClientEra of08() {
        List<Path> classPath = new ArrayList<>(List.of(Path.of("target", "test-classes")));
        classPath.addAll(jars(Path.of("target", "client-of-0-8")));
        classPath.addAll(codecs("0.8.2.2"));
        return new ClientEra(classPath);
    }

    @SuppressWarnings("unchecked")
    public String run(Class<? extends Function<String, String>> probe, String bootstrap) throws Exception {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        try {
            Class<?> there = loader.loadClass(probe.getName());
            return ((Function<String, String>) there.getConstructor().newInstance()).apply(bootstrap);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private static Path jar(Path folder, String prefix) {
        return jars(folder).stream()
                .filter(jar -> jar.getFileName().toString().startsWith(prefix))
                .findFirst()
                .orElseThrow();
    }

    private static List<Path> jars(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static URL url(Path path) {
        try {
            return path.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        loader.close();
    }
}
