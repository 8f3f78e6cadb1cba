package dev.paddock.coordinator.zk;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.paddock.protocol.SecurityProtocol;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * {@code /brokers/ids/<id>}, ephemeral: a live broker, its listeners, rack and features. Its czxid is the broker's epoch.
 *
 * <p>Written in version 5, in the very bytes of Apache Kafka 3.9; read from version 1 on. Host and port at the top are
 * those of the first PLAINTEXT listener, for clients of before version 2; without one they are null and -1.
 */
public final class BrokerIdZnode {
    /** The parent of all registrations. */
    public static final String PARENT = "/brokers/ids";

    private static final int VERSION = 5;

    private BrokerIdZnode() {}

    public static String path(int id) {
        return PARENT + "/" + id;
    }

    public static byte[] encode(RegisteredBroker broker) {
        Optional<BrokerEndpoint> plaintext = broker.endpoints().stream()
                .filter(endpoint -> endpoint.securityProtocol() == SecurityProtocol.PLAINTEXT)
                .findFirst();
        return ZnodeJson.object(json -> {
            writeFeatures(json, broker.features());
            json.writeObjectFieldStart("listener_security_protocol_map");
            for (BrokerEndpoint endpoint : broker.endpoints()) {
                json.writeStringField(
                        endpoint.listenerName(), endpoint.securityProtocol().name());
            }
            json.writeEndObject();
            json.writeArrayFieldStart("endpoints");
            for (BrokerEndpoint endpoint : broker.endpoints()) {
                json.writeString(endpoint.connectionString());
            }
            json.writeEndArray();
            if (broker.rack().isPresent()) {
                json.writeStringField("rack", broker.rack().get());
            }
            json.writeNumberField("jmx_port", broker.jmxPort());
            json.writeNumberField("port", plaintext.map(BrokerEndpoint::port).orElse(-1));
            json.writeStringField(
                    "host",
                    plaintext
                            .map(BrokerEndpoint::host)
                            .filter(host -> !host.isEmpty())
                            .orElse(null));
            json.writeNumberField("version", VERSION);
            json.writeStringField("timestamp", Long.toString(broker.timestampMs()));
        });
    }

    public static RegisteredBroker decode(int id, byte[] bytes) {
        ZnodeJson json = ZnodeJson.parse(path(id), bytes);
        int version = json.integer("version");
        if (version < 1) {
            throw json.malformed("version " + version + " was never one of a broker; expected 1 or more");
        }
        return new RegisteredBroker(
                id,
                version == 1 ? endpointOfVersion1(json) : endpoints(json),
                json.optional("rack").map(rack -> json.text("rack")),
                json.integerOr("jmx_port", -1),
                features(json),
                timestampMs(json));
    }

    private static void writeFeatures(JsonGenerator json, Map<String, VersionRange> features) throws IOException {
        json.writeObjectFieldStart("features");
        for (Map.Entry<String, VersionRange> feature : new TreeMap<>(features).entrySet()) {
            json.writeObjectFieldStart(feature.getKey());
            json.writeNumberField("min_version", feature.getValue().min());
            json.writeNumberField("max_version", feature.getValue().max());
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    private static List<BrokerEndpoint> endpointOfVersion1(ZnodeJson json) {
        String host = json.text("host");
        return List.of(new BrokerEndpoint("PLAINTEXT", host, json.integer("port"), SecurityProtocol.PLAINTEXT));
    }

    private static List<BrokerEndpoint> endpoints(ZnodeJson json) {
        try {
            Map<String, SecurityProtocol> protocols = protocols(json);
            List<BrokerEndpoint> endpoints = new ArrayList<>();
            for (Object endpoint : json.list("endpoints")) {
                endpoints.add(BrokerEndpoint.parse(String.valueOf(endpoint), protocols));
            }
            return endpoints;
        } catch (IllegalArgumentException e) {
            throw json.malformed(e.getMessage());
        }
    }

    private static Map<String, SecurityProtocol> protocols(ZnodeJson json) {
        Map<String, SecurityProtocol> protocols = new HashMap<>();
        Optional<Map<String, Object>> named = json.fields("listener_security_protocol_map");
        if (named.isEmpty()) {
            for (SecurityProtocol protocol : SecurityProtocol.values()) {
                protocols.put(protocol.name(), protocol);
            }
            return protocols;
        }
        named.get()
                .forEach((listener, protocol) -> protocols.put(
                        listener,
                        SecurityProtocol.valueOf(String.valueOf(protocol).toUpperCase(Locale.ROOT))));
        return protocols;
    }

    private static Map<String, VersionRange> features(ZnodeJson json) {
        Map<String, VersionRange> features = new HashMap<>();
        json.fields("features")
                .ifPresent(named -> named.forEach((name, range) -> {
                    if (!(range instanceof Map<?, ?> bounds)
                            || !(bounds.get("min_version") instanceof Integer min)
                            || !(bounds.get("max_version") instanceof Integer max)) {
                        throw json.malformed("feature '" + name + "' has no min_version and max_version");
                    }
                    features.put(name, new VersionRange(min.shortValue(), max.shortValue()));
                }));
        return features;
    }

    /** Some tools have written it as a number; nothing depends on it, so it never makes a broker unreadable. */
    private static long timestampMs(ZnodeJson json) {
        try {
            return json.optional("timestamp")
                    .map(String::valueOf)
                    .map(Long::valueOf)
                    .orElse(-1L);
        } catch (NumberFormatException e) {
            return -1;
        }
    }
}
