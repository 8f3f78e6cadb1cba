package dev.paddock.broker.config;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Reads {@code NAME://host:port,...}; what the elements must be to each other is {@link ListenerRules}'s concern. */
final class ListenerParser {
    /** Kafka takes an IPv6 address with brackets and without. */
    private static final Pattern LISTENER =
            Pattern.compile("(?<name>.*)://\\[?(?<host>[\\w.%:-]*?)]?:(?<port>-?[0-9]+)");

    private final SettingKey<String> key;
    private final String text;
    private final ProtocolMap protocols;

    ListenerParser(SettingKey<String> key, String text, ProtocolMap protocols) {
        this.key = key;
        this.text = text;
        this.protocols = protocols;
    }

    List<Listener> parse() {
        var listeners = CommaList.elements(text).stream().map(this::listener).toList();
        if (listeners.isEmpty()) {
            throw refused("expected at least one NAME://host:port");
        }
        return listeners;
    }

    private Listener listener(String element) {
        var parts = LISTENER.matcher(element);
        if (!parts.matches()) {
            throw refused(
                    "expected NAME://host:port, such as PLAINTEXT://127.0.0.1:9092, but found \"" + element + "\"");
        }
        var name = parts.group("name").toUpperCase(Locale.ROOT);
        var protocol = protocols
                .of(name)
                .orElseThrow(() -> refused("listener \"" + name + "\" has no security protocol: add " + name
                        + ":PLAINTEXT to " + NetworkKeys.PROTOCOL_MAP.name()));
        if (!protocol.isSupported()) {
            throw refused(
                    "listener " + name + " would speak " + protocol + ", which is not supported yet: use PLAINTEXT");
        }
        return new Listener(name, protocol, parts.group("host"), port(parts.group("port")));
    }

    private int port(String digits) {
        try {
            int port = Integer.parseInt(digits);
            if (port >= 0 && port <= HostPort.PORT_MAX) {
                return port;
            }
        } catch (NumberFormatException e) {
            throw new InvalidSettingException(key.name(), Printable.text(text), badPort(digits), e);
        }
        throw refused(badPort(digits));
    }

    private static String badPort(String digits) {
        return "expected a port from 0 to " + HostPort.PORT_MAX + ", but found " + digits;
    }

    private InvalidSettingException refused(String expectation) {
        return new InvalidSettingException(key.name(), Printable.text(text), expectation);
    }
}
