package dev.paddock.coordinator.topic;

import dev.paddock.coordinator.zk.ZnodeJson;
import java.util.Map;
import java.util.TreeMap;

/**
 * {@code /config/topics/<topic>}, persistent: the settings that a topic has of its own, in the bytes of Apache Kafka 3.9
 * but for their order, which has no meaning. A topic without the znode has none.
 */
public final class TopicConfigZnode {
    private static final int VERSION = 1;

    private TopicConfigZnode() {}

    public static String path(String topic) {
        return "/config/topics/" + topic;
    }

    public static byte[] encode(Map<String, String> overrides) {
        return ZnodeJson.object(json -> {
            json.writeNumberField("version", VERSION);
            json.writeObjectFieldStart("config");
            for (Map.Entry<String, String> override : new TreeMap<>(overrides).entrySet()) {
                json.writeStringField(override.getKey(), override.getValue());
            }
            json.writeEndObject();
        });
    }

    public static Map<String, String> decode(String topic, byte[] bytes) {
        ZnodeJson json = ZnodeJson.parse(path(topic), bytes);
        int version = json.integer("version");
        if (version != VERSION) {
            throw json.malformed("version " + version + " was never one of a topic's settings; expected " + VERSION);
        }
        Map<String, String> overrides = new TreeMap<>();
        json.fields("config")
                .ifPresent(config -> config.forEach((key, value) -> {
                    if (!(value instanceof String text)) {
                        throw json.malformed("setting '" + key + "' is not a string");
                    }
                    overrides.put(key, text);
                }));
        return overrides;
    }
}
