package dev.paddock.broker.config;

import java.net.InetSocketAddress;

/** {@code host:port}, an IPv6 address in brackets. */
public record HostPort(String host, int port) {
    static final int PORT_MAX = 65_535;

    /** Throws IllegalArgumentException when the text is something else. */
    static HostPort parse(String text) {
        int colon = text.lastIndexOf(':');
        if (colon <= 0) {
            throw new IllegalArgumentException("no host:port");
        }
        var host = withoutBrackets(text.substring(0, colon));
        int port = Integer.parseInt(text.substring(colon + 1));
        if (host.isBlank() || port < 0 || port > PORT_MAX) {
            throw new IllegalArgumentException("no host:port");
        }
        return new HostPort(host, port);
    }

    static String format(String host, int port) {
        return host.indexOf(':') >= 0 ? "[" + host + "]:" + port : host + ":" + port;
    }

    public InetSocketAddress address() {
        return new InetSocketAddress(host, port);
    }

    @Override
    public String toString() {
        return format(host, port);
    }

    private static String withoutBrackets(String host) {
        if (host.startsWith("[") && host.endsWith("]")) {
            return host.substring(1, host.length() - 1);
        }
        if (host.indexOf(':') >= 0 || host.indexOf('[') >= 0 || host.indexOf(']') >= 0) {
            throw new IllegalArgumentException("an IPv6 address goes in brackets");
        }
        return host;
    }
}
