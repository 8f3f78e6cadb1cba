package dev.paddock.broker.net;

import dev.paddock.broker.config.ConnectionLimits;
import dev.paddock.broker.config.Listener;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;

/**
 * Counts connections against max.connections, a listener's own limit and those per address. As in Kafka, an address over
 * its limit is turned away, while a full listener stops accepting until somebody leaves; the listener that brokers use
 * among themselves is never full as long as another one has a connection to give up. Used by all loops at once.
 */
final class ConnectionQuota {
    private final ConnectionLimits limits;
    private final Map<InetAddress, Integer> overrides;
    private final String protectedListener;
    private final Map<InetAddress, Integer> byAddress = new HashMap<>();
    private final Map<String, Integer> byListener = new HashMap<>();
    private int total;

    /** @param protectedListener the name of the brokers' own listener where clients have another one, otherwise null */
    ConnectionQuota(ConnectionLimits limits, String protectedListener) {
        this.limits = limits;
        overrides = limits.resolvedOverrides();
        this.protectedListener = protectedListener;
    }

    /** Counts a new connection in, unless its address has enough of them. */
    synchronized boolean tryAdd(Listener listener, InetAddress address) {
        if (byAddress.getOrDefault(address, 0) >= maxOf(address)) {
            return false;
        }
        byAddress.merge(address, 1, Integer::sum);
        byListener.merge(listener.name(), 1, Integer::sum);
        total++;
        return true;
    }

    synchronized void remove(Listener listener, InetAddress address) {
        byAddress.computeIfPresent(address, (key, count) -> count > 1 ? count - 1 : null);
        byListener.computeIfPresent(listener.name(), (key, count) -> count > 1 ? count - 1 : null);
        total--;
    }

    /** Whether the listener has to wait for somebody to leave before it accepts again. */
    synchronized boolean isFull(Listener listener) {
        if (limits.maxByListener().containsKey(listener.name())
                && byListener.getOrDefault(listener.name(), 0) >= limits.maxOf(listener)) {
            return true;
        }
        boolean mayPushOut =
                listener.name().equals(protectedListener) && total > byListener.getOrDefault(protectedListener, 0);
        return total >= limits.max() && !mayPushOut;
    }

    /** Whether more are connected than allowed, so that a client's connection has to go for a broker's. */
    synchronized boolean isOver() {
        return total > limits.max();
    }

    int maxOf(InetAddress address) {
        return overrides.getOrDefault(address, limits.maxPerIp());
    }
}
