package dev.paddock.broker.config;

import java.util.HashMap;
import java.util.Map;

/** Settings of a broker that could start, with a few changes. */
final class Settings {
    private Settings() {}

    static Map<String, String> texts(String... keysAndValues) {
        var texts = new HashMap<String, String>();
        texts.put("zookeeper.connect", "127.0.0.1:2181");
        for (int i = 0; i < keysAndValues.length; i += 2) {
            texts.put(keysAndValues[i], keysAndValues[i + 1]);
        }
        return texts;
    }

    static BrokerSettings with(String... keysAndValues) {
        return BrokerSettings.of(texts(keysAndValues));
    }
}
