package dev.paddock.log.clean;

import dev.paddock.log.io.LogDirectory;
import dev.paddock.log.io.LogFile;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Set;

/** A disk whose power goes at the n-th thing that changes it: that one is not done, and nothing after it. */
final class CuttableDirectory {
    private static final Set<String> CHANGES = Set.of(
            "open",
            "append",
            "truncate",
            "force",
            "createFolder",
            "rename",
            "delete",
            "deleteFolder",
            "forceFolder",
            "writeAtomically");

    private final LogDirectory disk;
    private int changesLeft = Integer.MAX_VALUE;
    private int changes;

    CuttableDirectory(LogDirectory disk) {
        this.disk = disk;
    }

    LogDirectory directory() {
        return around(LogDirectory.class, disk);
    }

    void cutAfter(int changesBefore) {
        changesLeft = changesBefore;
    }

    void restore() {
        changesLeft = Integer.MAX_VALUE;
    }

    boolean isCut() {
        return changesLeft < 0;
    }

    int changes() {
        return changes;
    }

    private <T> T around(Class<T> type, T target) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    if (method.getDeclaringClass() == Object.class) {
                        return own(proxy, target, method, arguments);
                    }
                    if (CHANGES.contains(method.getName())) {
                        changes++;
                        changesLeft--;
                    }
                    if (isCut()
                            && !method.getName().equals("close")
                            && !method.getName().equals("path")) {
                        throw new IOException("the power is off");
                    }
                    return call(target, method, arguments);
                }));
    }

    private static Object own(Object proxy, Object target, Method method, Object... arguments) {
        return switch (method.getName()) {
            case "equals" -> proxy == arguments[0];
            case "hashCode" -> System.identityHashCode(proxy);
            default -> target.toString();
        };
    }

    private Object call(Object target, Method method, Object... arguments) throws Throwable {
        try {
            Object result = method.invoke(target, arguments);
            return result instanceof LogFile file ? around(LogFile.class, file) : result;
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
