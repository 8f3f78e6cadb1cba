package dev.paddock.broker.config;

import dev.paddock.protocol.SecurityProtocol;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** {@code listener.security.protocol.map}: what each listener name, in upper case, speaks. */
public record ProtocolMap(Map<String, SecurityProtocol> byListener) {
    private static final SettingKey<String> KEY = NetworkKeys.PROTOCOL_MAP;

    public ProtocolMap {
        byListener = Map.copyOf(byListener);
    }

    static ProtocolMap from(SettingValues values) {
        var byListener = new LinkedHashMap<String, SecurityProtocol>();
        CommaList.pairs(KEY, values.get(KEY)).forEach((name, protocolName) -> {
            if (name.isEmpty()) {
                throw values.refused(KEY, "expected LISTENER:PROTOCOL, but a listener has no name");
            }
            var protocol = SecurityProtocol.named(protocolName)
                    .orElseThrow(() -> values.refused(
                            KEY,
                            "\"" + protocolName + "\" is no security protocol; known are "
                                    + String.join(", ", SecurityProtocol.names())));
            var before = byListener.put(name.toUpperCase(Locale.ROOT), protocol);
            if (before != null && before != protocol) {
                throw values.refused(KEY, "listener " + name + " is mapped twice, to " + before + " and " + protocol);
            }
        });
        return new ProtocolMap(byListener);
    }

    Optional<SecurityProtocol> of(String listener) {
        return Optional.ofNullable(byListener.get(listener));
    }
}
