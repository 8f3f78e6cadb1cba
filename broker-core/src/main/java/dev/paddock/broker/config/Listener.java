package dev.paddock.broker.config;

import dev.paddock.protocol.SecurityProtocol;
import java.net.InetSocketAddress;

/**
 * One element of {@code listeners} or {@code advertised.listeners} as it is written there.
 *
 * @param name in upper case
 * @param host without brackets; empty for all interfaces when listening, for the host's own name when advertised
 * @param port 0 for any free one
 */
public record Listener(String name, SecurityProtocol protocol, String host, int port) {
    public boolean hasHost() {
        return !host.isEmpty();
    }

    /** Where to bind; unresolved when the host's name is unknown here. */
    public InetSocketAddress bindAddress() {
        return hasHost() ? new InetSocketAddress(host, port) : new InetSocketAddress(port);
    }

    @Override
    public String toString() {
        return name + "://" + HostPort.format(host, port);
    }
}
