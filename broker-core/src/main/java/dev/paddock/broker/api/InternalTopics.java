package dev.paddock.broker.api;

import java.util.Set;

/** The topics in which brokers keep what they must not forget. */
final class InternalTopics {
    /** The client id under which Kafka lets an operator's tool write to them. */
    private static final String ADMIN_CLIENT_ID = "__admin_client";

    private static final Set<String> NAMES = Set.of("__consumer_offsets", "__transaction_state");

    private InternalTopics() {}

    static boolean contains(String topic) {
        return NAMES.contains(topic);
    }

    static boolean mayWrite(String topic, String clientId) {
        return !contains(topic) || ADMIN_CLIENT_ID.equals(clientId);
    }
}
