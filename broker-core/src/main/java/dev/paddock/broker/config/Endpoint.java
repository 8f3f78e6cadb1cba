package dev.paddock.broker.config;

/** A listener as clients reach it: the host is never empty, the port never 0. Brokers register these in ZooKeeper. */
public record Endpoint(String name, SecurityProtocol protocol, String host, int port) {
    /** The form of {@code endpoints} in {@code /brokers/ids/<id>}: {@code PLAINTEXT://[::1]:9092}. */
    public String connectionString() {
        return name + "://" + HostPort.format(host, port);
    }
}
