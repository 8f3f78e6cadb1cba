package dev.paddock.protocol.peer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarFile;

/** Which messages a release's jars hold, found without looking at any schema. */
public final class PeerClasses {
    private PeerClasses() {}

    public static List<String> messages(KafkaRelease release) {
        Class<?> message = release.load("org.apache.kafka.common.protocol.ApiMessage");
        List<String> found = new ArrayList<>();
        for (Path jar : release.jars()) {
            try (JarFile file = new JarFile(jar.toFile())) {
                file.stream()
                        .map(entry -> entry.getName())
                        .filter(name -> name.matches(
                                "org/apache/kafka/(common/message|coordinator/.*/generated)/[^$]*\\.class"))
                        .map(name -> name.replace('/', '.').replaceAll("\\.class$", ""))
                        .filter(name -> !name.contains("JsonConverter"))
                        .filter(name -> isMessage(release.load(name), message))
                        .forEach(found::add);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return found;
    }

    private static boolean isMessage(Class<?> type, Class<?> message) {
        return message.isAssignableFrom(type) && !Modifier.isAbstract(type.getModifiers());
    }
}
