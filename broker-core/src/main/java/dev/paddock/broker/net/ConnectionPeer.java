package dev.paddock.broker.net;

import dev.paddock.broker.config.Listener;
import java.net.InetSocketAddress;

/**
 * Who is at the other end, and how it came in.
 *
 * @param principal whose rights it has; on a PLAINTEXT listener nobody says, so that it is ANONYMOUS
 */
public record ConnectionPeer(InetSocketAddress address, Listener listener, String principal) {
    public static final String ANONYMOUS = "User:ANONYMOUS";

    @Override
    public String toString() {
        return address.getAddress().getHostAddress() + ":" + address.getPort();
    }
}
