package dev.paddock.protocol.peer;

import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** Calls into a release's classes by name, and picks the overload that takes the arguments. */
final class Foreign {
    private static final Map<Class<?>, Class<?>> BOXES = Map.of(
            int.class, Integer.class,
            long.class, Long.class,
            short.class, Short.class,
            byte.class, Byte.class,
            boolean.class, Boolean.class);

    private static final Map<Name, List<Method>> METHODS = new ConcurrentHashMap<>();

    private final KafkaRelease release;

    Foreign(KafkaRelease release) {
        this.release = release;
    }

    Object call(Object target, String name, Object... args) {
        return invoke(target.getClass(), target, name, args);
    }

    Object callStatic(String className, String name, Object... args) {
        return invoke(release.load(className), null, name, args);
    }

    Object construct(String className, Object... args) {
        Constructor<?> found = Stream.of(release.load(className).getDeclaredConstructors())
                .filter(constructor -> takes(constructor, args))
                .findFirst()
                .orElseThrow();
        found.setAccessible(true);
        return run(() -> found.newInstance(args));
    }

    Object constant(String className, String name) {
        return run(() -> release.load(className).getField(name).get(null));
    }

    private static Object invoke(Class<?> type, Object target, String name, Object[] args) {
        Method found = METHODS.computeIfAbsent(new Name(type, name), Foreign::methods).stream()
                .filter(method -> takes(method, args))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(type + " has no " + name + " of " + args.length));
        return run(() -> found.invoke(target, args));
    }

    private static List<Method> methods(Name name) {
        List<Method> found = methods(name.type)
                .filter(method -> method.getName().equals(name.method))
                .toList();
        found.forEach(method -> method.setAccessible(true));
        return found;
    }

    private static Stream<Method> methods(Class<?> type) {
        if (type == null) {
            return Stream.empty();
        }
        Stream<Method> inherited = Stream.concat(
                methods(type.getSuperclass()), Stream.of(type.getInterfaces()).flatMap(Foreign::methods));
        return Stream.concat(Stream.of(type.getDeclaredMethods()), inherited);
    }

    private static boolean takes(Executable executable, Object[] args) {
        Class<?>[] types = executable.getParameterTypes();
        if (types.length != args.length) {
            return false;
        }
        for (int i = 0; i < types.length; i++) {
            if (args[i] != null && !BOXES.getOrDefault(types[i], types[i]).isInstance(args[i])) {
                return false;
            }
        }
        return true;
    }

    private static Object run(KafkaRelease.Reflection reflection) {
        return KafkaRelease.call(() -> {
            try {
                return reflection.run();
            } catch (InvocationTargetException e) {
                if (e.getCause() instanceof Error error) {
                    throw error;
                }
                throw e;
            }
        });
    }

    private record Name(Class<?> type, String method) {}
}
