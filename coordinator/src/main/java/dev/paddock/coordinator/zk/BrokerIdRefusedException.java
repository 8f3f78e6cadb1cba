package dev.paddock.coordinator.zk;

import java.util.stream.Collectors;

/** This broker may not have the id it asked for; the message is for the operator, and says what to do. */
public final class BrokerIdRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    BrokerIdRefusedException(
            RegistrationRule.Refusal refusal, String path, RegisteredBroker there, long owner, long waitedMs) {
        super("Broker id " + there.id() + " is taken: " + path + " names "
                + there.endpoints().stream()
                        .map(BrokerEndpoint::connectionString)
                        .collect(Collectors.joining(", "))
                + ", ZooKeeper session 0x" + Long.toHexString(owner) + ". " + advice(refusal, path, waitedMs));
    }

    private static String advice(RegistrationRule.Refusal refusal, String path, long waitedMs) {
        return switch (refusal) {
            case ALIVE ->
                "A broker answers there: stop it, or give this one another broker.id"
                        + " (and its own log.dirs) or another zookeeper.connect";
            case STAYED ->
                "No broker answers there, but the session has not ended in " + waitedMs
                        + " ms: look for a hanging process with this broker.id, stop it, and start again";
            case PERMANENT ->
                "It is not ephemeral, so no broker made it: check who did, delete " + path + ", and start again";
        };
    }
}
