package dev.paddock.coordinator.zk;

import org.apache.zookeeper.common.PathUtils;

/**
 * Where ZooKeeper is, as in {@code zookeeper.connect}: {@code host:port,host:port/chroot}; how long it keeps a silent
 * session, and how long the start, or an operation, waits for a connection.
 */
public record ZkSettings(String connectString, int sessionTimeoutMs, int connectionTimeoutMs) {
    public ZkSettings {
        if (hosts(connectString).isBlank()) {
            throw new IllegalArgumentException("zookeeper.connect is '" + connectString
                    + "' and names no server; expected host:port[,host:port...][/chroot]");
        }
        try {
            PathUtils.validatePath(chroot(connectString).isEmpty() ? "/" : chroot(connectString));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "zookeeper.connect is '" + connectString + "', and its chroot is no valid path: " + e.getMessage(),
                    e);
        }
        requirePositive("zookeeper.session.timeout.ms", sessionTimeoutMs);
        requirePositive("zookeeper.connection.timeout.ms", connectionTimeoutMs);
    }

    /** The servers without the chroot. */
    public String hosts() {
        return hosts(connectString);
    }

    /** The chroot, with its leading slash and without a trailing one; empty when there is none. */
    public String chroot() {
        return chroot(connectString);
    }

    ZkSettings withoutChroot() {
        return new ZkSettings(hosts(), sessionTimeoutMs, connectionTimeoutMs);
    }

    private static String hosts(String connectString) {
        int slash = connectString.indexOf('/');
        return slash < 0 ? connectString : connectString.substring(0, slash);
    }

    private static String chroot(String connectString) {
        int slash = connectString.indexOf('/');
        String path = slash < 0 ? "" : connectString.substring(slash);
        return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }

    private static void requirePositive(String key, int value) {
        if (value <= 0) {
            throw new IllegalArgumentException(key + " is " + value + "; expected more than 0");
        }
    }
}
