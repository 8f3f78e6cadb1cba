package dev.paddock.broker.config;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The two shapes that Kafka keeps inside text settings: {@code a,b} and {@code a:1,b:2}. Empty elements do not count. */
final class CommaList {
    private CommaList() {}

    static List<String> elements(String text) {
        return Arrays.stream(text.split("\\s*,\\s*"))
                .filter(element -> !element.isEmpty())
                .toList();
    }

    /** Splits each element at its last colon, so that an IPv6 address can be a name. */
    static Map<String, String> pairs(SettingKey<String> key, String text) {
        var pairs = new LinkedHashMap<String, String>();
        for (var element : elements(text)) {
            int colon = element.lastIndexOf(':');
            if (colon < 0) {
                throw new InvalidSettingException(
                        key.name(), Printable.text(text), "expected name:value, but \"" + element + "\" has no colon");
            }
            pairs.put(
                    element.substring(0, colon).trim(),
                    element.substring(colon + 1).trim());
        }
        return pairs;
    }
}
