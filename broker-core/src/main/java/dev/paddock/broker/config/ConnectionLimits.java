package dev.paddock.broker.config;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * How many connections the broker keeps.
 *
 * @param maxPerIpOverrides by host or address as written
 * @param maxByListener by listener name; only those that have a limit of their own
 * @param idleMs negative for never
 */
public record ConnectionLimits(
        int max,
        int maxPerIp,
        Map<String, Integer> maxPerIpOverrides,
        Map<String, Integer> maxByListener,
        long idleMs) {
    private static final Pattern HOST = Pattern.compile("[\\w.%:-]*");

    public ConnectionLimits {
        maxPerIpOverrides = Map.copyOf(maxPerIpOverrides);
        maxByListener = Map.copyOf(maxByListener);
    }

    static ConnectionLimits from(SettingValues values, List<Listener> listeners) {
        int maxPerIp = values.get(NetworkKeys.MAX_CONNECTIONS_PER_IP);
        var overrides = overrides(values);
        if (maxPerIp == 0 && overrides.isEmpty()) {
            throw values.refused(
                    NetworkKeys.MAX_CONNECTIONS_PER_IP,
                    "0 lets nobody in; expected at least 1, or " + NetworkKeys.MAX_CONNECTIONS_PER_IP_OVERRIDES.name()
                            + " set as well");
        }
        return new ConnectionLimits(
                values.get(NetworkKeys.MAX_CONNECTIONS),
                maxPerIp,
                overrides,
                byListener(values, listeners),
                values.get(NetworkKeys.IDLE_MS));
    }

    /** As in Kafka, a listener without a limit of its own has the broker's. */
    public int maxOf(Listener listener) {
        return maxByListener.getOrDefault(listener.name(), max);
    }

    /** The overrides with their hosts looked up, which may ask DNS: call it once, at start. */
    public Map<InetAddress, Integer> resolvedOverrides() {
        var resolved = new HashMap<InetAddress, Integer>();
        maxPerIpOverrides.forEach((host, limit) -> {
            try {
                resolved.put(InetAddress.getByName(host), limit);
            } catch (UnknownHostException e) {
                throw new InvalidSettingException(
                        NetworkKeys.MAX_CONNECTIONS_PER_IP_OVERRIDES.name(),
                        host + ":" + limit,
                        "this host has no address that can be looked up here",
                        e);
            }
        });
        return resolved;
    }

    private static Map<String, Integer> overrides(SettingValues values) {
        var key = NetworkKeys.MAX_CONNECTIONS_PER_IP_OVERRIDES;
        var overrides = new HashMap<String, Integer>();
        CommaList.pairs(key, values.get(key)).forEach((host, limit) -> {
            if (host.isEmpty() || !HOST.matcher(host).matches()) {
                throw values.refused(key, "expected host:limit, but \"" + host + "\" is no host");
            }
            overrides.put(host, limit(values, host, limit));
        });
        return overrides;
    }

    private static int limit(SettingValues values, String host, String text) {
        try {
            int limit = Integer.parseInt(text);
            if (limit >= 0) {
                return limit;
            }
        } catch (NumberFormatException e) {
            throw new InvalidSettingException(
                    NetworkKeys.MAX_CONNECTIONS_PER_IP_OVERRIDES.name(), host + ":" + text, "expected an int", e);
        }
        throw values.refused(
                NetworkKeys.MAX_CONNECTIONS_PER_IP_OVERRIDES, "the limit of " + host + " must be at least 0");
    }

    private static Map<String, Integer> byListener(SettingValues values, List<Listener> listeners) {
        var byListener = new HashMap<String, Integer>();
        for (var listener : listeners) {
            var key = NetworkKeys.MAX_CONNECTIONS.forListener(listener.name());
            if (values.isSet(key)) {
                byListener.put(listener.name(), values.get(key));
            }
        }
        return byListener;
    }
}
