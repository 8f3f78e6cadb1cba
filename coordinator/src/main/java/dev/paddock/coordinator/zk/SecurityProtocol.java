package dev.paddock.coordinator.zk;

/** How a listener is secured, by Kafka's names; their order is that of Kafka's ids on the wire. */
public enum SecurityProtocol {
    PLAINTEXT,
    SSL,
    SASL_PLAINTEXT,
    SASL_SSL
}
