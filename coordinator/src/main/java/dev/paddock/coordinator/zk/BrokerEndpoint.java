package dev.paddock.coordinator.zk;

import dev.paddock.protocol.SecurityProtocol;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where a broker is reached by one of its listeners. The host may be empty, as Kafka allows in old registrations. */
public record BrokerEndpoint(String listenerName, String host, int port, SecurityProtocol securityProtocol) {
    private static final Pattern FORM = Pattern.compile("(.*)://\\[?([0-9a-zA-Z\\-%._:]*)]?:(-?[0-9]{1,9})");

    /** {@code LISTENER://host:port}, with an IPv6 address in brackets. */
    public String connectionString() {
        return listenerName + "://" + hostAndPort();
    }

    public String hostAndPort() {
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
    }

    /** Without a map, as in registrations before version 4, the listener's name is its protocol. */
    static BrokerEndpoint parse(String text, Map<String, SecurityProtocol> protocols) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new IllegalArgumentException("endpoint '" + text + "' is not of the form LISTENER://host:port");
        }
        String listener = form.group(1).toUpperCase(Locale.ROOT);
        SecurityProtocol protocol = protocols.get(listener);
        if (protocol == null) {
            throw new IllegalArgumentException("endpoint '" + text + "' is of a listener without a security protocol");
        }
        return new BrokerEndpoint(listener, form.group(2), Integer.parseInt(form.group(3)), protocol);
    }
}
