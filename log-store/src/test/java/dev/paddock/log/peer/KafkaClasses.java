package dev.paddock.log.peer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;

/** Calls Kafka's classes by their names; what they throw comes out as it is. */
public final class KafkaClasses {
    private static final URLClassLoader LOADER = loader(Path.of("target", "peers"));
    private static final Map<Class<?>, Class<?>> BOXES = Map.of(
            int.class, Integer.class,
            long.class, Long.class,
            short.class, Short.class,
            boolean.class, Boolean.class);

    private KafkaClasses() {}

    private static URLClassLoader loader(Path jars) {
        try (Stream<Path> files = Files.list(jars)) {
            URL[] urls = files.map(KafkaClasses::url).toArray(URL[]::new);
            return new URLClassLoader(urls, ClassLoader.getPlatformClassLoader());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static URL url(Path jar) {
        try {
            return jar.toUri().toURL();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static Class<?> type(String name) {
        try {
            return LOADER.loadClass("org.apache.kafka." + name);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    /** One of Kafka's classes in Scala, with its whole name. */
    public static Class<?> scala(String name) {
        try {
            return LOADER.loadClass(name);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    public static Object create(String name, Object... arguments) {
        return construct(type(name), arguments);
    }

    public static Object createScala(String name, Object... arguments) {
        return construct(scala(name), arguments);
    }

    private static Object construct(Class<?> type, Object... arguments) {
        Constructor<?> constructor = find(type.getConstructors(), "", arguments);
        return run(() -> constructor.newInstance(arguments));
    }

    public static Object callStatic(Class<?> type, String method, Object... arguments) {
        Method found = find(type.getMethods(), method, arguments);
        return run(() -> found.invoke(null, arguments));
    }

    /** Calls a public method, of which there must be one that takes such arguments. */
    public static Object call(Object target, String method, Object... arguments) {
        Method found = find(target.getClass().getMethods(), method, arguments);
        found.setAccessible(true);
        return run(() -> found.invoke(target, arguments));
    }

    /** A public field, or a static one when the target is a class. */
    public static Object field(Object target, String name) {
        Class<?> type = target instanceof Class<?> itself ? itself : target.getClass();
        return run(() -> type.getField(name).get(target));
    }

    private static <E extends Executable> E find(E[] candidates, String name, Object... arguments) {
        for (E candidate : candidates) {
            boolean named = name.isEmpty() || candidate.getName().equals(name);
            if (named && takes(candidate.getParameterTypes(), arguments)) {
                return candidate;
            }
        }
        throw new IllegalStateException("Kafka has no " + name + Arrays.toString(arguments));
    }

    private static boolean takes(Class<?>[] types, Object... arguments) {
        if (types.length != arguments.length) {
            return false;
        }
        for (int i = 0; i < types.length; i++) {
            if (arguments[i] != null && !BOXES.getOrDefault(types[i], types[i]).isInstance(arguments[i])) {
                return false;
            }
        }
        return true;
    }

    private static Object run(Reflection reflection) {
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

    /** A call by reflection. */
    @FunctionalInterface
    private interface Reflection {
        Object run() throws ReflectiveOperationException;
    }
}
