package dev.paddock.broker.config;

import io.netty.util.NetUtil;
import java.util.HashSet;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What Kafka asks of listeners as a whole, beyond each being well-formed. */
final class ListenerRules {
    /** Without leading zeros, which some readers take for octal; Netty's own check allows them. */
    private static final Pattern IPV4 =
            Pattern.compile("(OCTET\\.){3}OCTET".replace("OCTET", "(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)"));

    private final SettingValues values;

    ListenerRules(SettingValues values) {
        this.values = values;
    }

    void listeners(List<Listener> listeners) {
        distinctNames(NetworkKeys.LISTENERS, listeners);
        listeners.stream()
                .filter(listener -> listener.port() != 0)
                .collect(Collectors.groupingBy(Listener::port))
                .forEach((port, sharing) -> {
                    if (sharing.size() > 1 && !areBothIpVersions(sharing)) {
                        throw values.refused(
                                NetworkKeys.LISTENERS,
                                "listeners " + names(sharing) + " share port " + port
                                        + "; only one on an IPv4 address and one on an IPv6 address may");
                    }
                });
    }

    void advertised(List<Listener> listeners, List<Listener> advertised) {
        var key = values.isSet(NetworkKeys.ADVERTISED_LISTENERS)
                ? NetworkKeys.ADVERTISED_LISTENERS
                : NetworkKeys.LISTENERS;
        distinctNames(key, advertised);
        for (var one : advertised) {
            if (listeners.stream().noneMatch(listener -> listener.name().equals(one.name()))) {
                throw values.refused(key, "listener " + one.name() + " is not among the listeners " + names(listeners));
            }
            if (one.host().equals("0.0.0.0")) {
                throw values.refused(
                        key,
                        "0.0.0.0 is no address that a client can connect to: name this host in "
                                + NetworkKeys.ADVERTISED_LISTENERS.name() + ", or leave the host empty");
            }
        }
    }

    private void distinctNames(SettingKey<String> key, List<Listener> listeners) {
        var seen = new HashSet<String>();
        for (var listener : listeners) {
            if (!seen.add(listener.name())) {
                throw values.refused(key, "listener " + listener.name() + " is given twice; names must differ");
            }
        }
    }

    private static boolean areBothIpVersions(List<Listener> sharing) {
        return sharing.size() == 2
                && sharing.stream()
                        .anyMatch(listener -> IPV4.matcher(listener.host()).matches())
                && sharing.stream().anyMatch(listener -> NetUtil.isValidIpV6Address(listener.host()));
    }

    static String names(List<Listener> listeners) {
        return listeners.stream().map(Listener::name).collect(Collectors.joining(", "));
    }
}
