package dev.paddock.coordinator.zk;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;

/** Which servers of ZooKeeper have names that this machine cannot resolve. Its client only tries them again and again. */
final class UnknownHosts {
    private UnknownHosts() {}

    /** To go on with in a message; empty when all names are known. Blocks on the resolver. */
    static String hint(String hosts) {
        List<String> unknown = new ArrayList<>();
        for (String server : hosts.split(",")) {
            int colon = server.lastIndexOf(':');
            // The last colon of an IPv6 address without a port is inside its brackets.
            String host = colon > server.indexOf(']') ? server.substring(0, colon) : server;
            if (!isKnown(host.trim())) {
                unknown.add(host.trim());
            }
        }
        return unknown.isEmpty() ? "" : ". No address is known for " + String.join(", ", unknown);
    }

    private static boolean isKnown(String host) {
        try {
            return InetAddress.getByName(host) != null;
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
