package dev.paddock.broker.config;

import java.util.regex.Pattern;

/**
 * How to reach ZooKeeper.
 *
 * @param connect servers and chroot as ZooKeeper's client takes them
 */
public record ZooKeeperSettings(String connect, int sessionTimeoutMs, int connectionTimeoutMs, int inFlightMax) {
    private static final String EXAMPLE =
            "host:port with commas between, and once at the end a chroot," + " such as zk1:2181,zk2:2181/paddock";
    /** As ZooKeeper's client takes it: an IPv6 address in brackets, or without them when a port follows. */
    private static final Pattern SERVER =
            Pattern.compile("(\\[[\\w.:%]+]|[^\\[\\]\\s:]+|[\\w.%]*:[\\w.:%]*(?=:))(:(?<port>\\d{1,5}))?");

    private static final Pattern CHROOT = Pattern.compile("(/[^/,\\s]+)*");

    static ZooKeeperSettings from(SettingValues values) {
        var connect = values.find(ZooKeeperKeys.CONNECT)
                .orElseThrow(() -> InvalidSettingException.missing(ZooKeeperKeys.CONNECT, "set it to " + EXAMPLE));
        int sessionTimeoutMs = values.get(ZooKeeperKeys.SESSION_TIMEOUT_MS);
        var settings = new ZooKeeperSettings(
                connect,
                sessionTimeoutMs,
                values.find(ZooKeeperKeys.CONNECTION_TIMEOUT_MS).orElse(sessionTimeoutMs),
                values.get(ZooKeeperKeys.IN_FLIGHT_MAX));
        settings.validate(values);
        return settings;
    }

    /** The servers alone, {@code host:port,host:port}. */
    public String servers() {
        int slash = connect.indexOf('/');
        return slash < 0 ? connect : connect.substring(0, slash);
    }

    /** {@code /paddock}, or empty for the root. */
    public String chroot() {
        int slash = connect.indexOf('/');
        return slash < 0 || slash == connect.length() - 1 ? "" : connect.substring(slash);
    }

    private void validate(SettingValues values) {
        var servers = CommaList.elements(servers());
        if (servers.isEmpty()) {
            throw values.refused(ZooKeeperKeys.CONNECT, "expected " + EXAMPLE);
        }
        for (var server : servers) {
            var parts = SERVER.matcher(server);
            if (!parts.matches() || (parts.group("port") != null && !isPort(parts.group("port")))) {
                throw values.refused(
                        ZooKeeperKeys.CONNECT, "expected " + EXAMPLE + "; \"" + server + "\" is no host:port");
            }
        }
        // ZooKeeper's client would take a chroot after each server for one odd path, and find nothing there.
        if (!CHROOT.matcher(chroot()).matches()) {
            throw values.refused(
                    ZooKeeperKeys.CONNECT, "expected " + EXAMPLE + "; \"" + chroot() + "\" is no path of a znode");
        }
    }

    private static boolean isPort(String digits) {
        int port = Integer.parseInt(digits);
        return port > 0 && port <= HostPort.PORT_MAX;
    }
}
