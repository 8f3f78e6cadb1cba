package dev.paddock.coordinator.topic;

import dev.paddock.coordinator.zk.ZnodeJson;

/**
 * {@code /config/changes/config_change_<sequence>}, persistent: tells other brokers that settings have been written. Ours
 * watch the settings themselves; these are for Apache Kafka's and for tools.
 */
public final class ConfigChangeZnode {
    public static final String PARENT = "/config/changes";
    /** ZooKeeper appends the sequence number. */
    public static final String PREFIX = PARENT + "/config_change_";

    private static final int VERSION = 2;

    private ConfigChangeZnode() {}

    public static byte[] encodeTopic(String topic) {
        return ZnodeJson.object(json -> {
            json.writeNumberField("version", VERSION);
            json.writeStringField("entity_path", "topics/" + topic);
        });
    }
}
