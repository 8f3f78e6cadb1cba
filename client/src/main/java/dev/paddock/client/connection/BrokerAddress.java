package dev.paddock.client.connection;

/** Where a broker listens, as a person writes it: host:port, with brackets around an IPv6 address. */
public record BrokerAddress(String host, int port) {
    private static final int PORT_MAX = 65_535;

    public BrokerAddress {
        if (host.isEmpty()) {
            throw new IllegalArgumentException("the host of a broker is empty: write it as host:port");
        }
        if (port < 1 || port > PORT_MAX) {
            throw new IllegalArgumentException(
                    "port " + port + " of '" + host + "' is out of range: expected 1 to " + PORT_MAX);
        }
    }

    public static BrokerAddress parse(String text) {
        int colon = text.lastIndexOf(':');
        String host = colon < 0 ? text : text.substring(0, colon);
        boolean bracketed = host.startsWith("[") && host.endsWith("]");
        if (colon < 0 || (!bracketed && host.indexOf(':') >= 0)) {
            throw unreadable(text);
        }
        try {
            return new BrokerAddress(
                    bracketed ? host.substring(1, host.length() - 1) : host,
                    Integer.parseInt(text.substring(colon + 1)));
        } catch (NumberFormatException e) {
            throw unreadable(text);
        }
    }

    private static IllegalArgumentException unreadable(String text) {
        return new IllegalArgumentException(
                "'" + text + "' is no address of a broker: expected host:port, or [host]:port for IPv6");
    }

    @Override
    public String toString() {
        return host.indexOf(':') >= 0 ? "[" + host + "]:" + port : host + ":" + port;
    }
}
