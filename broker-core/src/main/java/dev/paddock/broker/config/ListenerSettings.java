package dev.paddock.broker.config;

import dev.paddock.coordinator.zk.BrokerEndpoint;
import dev.paddock.protocol.SecurityProtocol;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.function.ToIntFunction;

/**
 * Where the broker listens and what it tells clients.
 *
 * @param advertised the advertised listeners, or the listeners when none are given
 * @param interBroker the name of the listener that other brokers use; it is advertised
 */
public record ListenerSettings(
        List<Listener> listeners, List<Listener> advertised, ProtocolMap protocols, String interBroker) {
    public ListenerSettings {
        listeners = List.copyOf(listeners);
        advertised = List.copyOf(advertised);
    }

    static ListenerSettings from(SettingValues values) {
        var protocols = ProtocolMap.from(values);
        var interBroker = interBroker(values, protocols);
        var rules = new ListenerRules(values);
        var listeners = new ListenerParser(NetworkKeys.LISTENERS, values.get(NetworkKeys.LISTENERS), protocols).parse();
        rules.listeners(listeners);
        var advertised = values.find(NetworkKeys.ADVERTISED_LISTENERS)
                .map(text -> new ListenerParser(NetworkKeys.ADVERTISED_LISTENERS, text, protocols).parse())
                .orElse(listeners);
        rules.advertised(listeners, advertised);
        if (advertised.stream().noneMatch(listener -> listener.name().equals(interBroker))) {
            throw values.refused(
                    interBrokerKey(values),
                    "brokers would use listener " + interBroker + " among themselves, but advertised are only "
                            + ListenerRules.names(advertised));
        }
        return new ListenerSettings(listeners, advertised, protocols, interBroker);
    }

    /**
     * What clients and other brokers are told, once the listeners are bound.
     *
     * @param boundPort the port that a listener, by name, really has
     */
    public List<BrokerEndpoint> endpoints(ToIntFunction<String> boundPort) {
        return advertised.stream()
                .map(listener -> {
                    var host = listener.hasHost() ? listener.host() : ownName(listener);
                    int port = listener.port() != 0 ? listener.port() : boundPort.applyAsInt(listener.name());
                    return new BrokerEndpoint(listener.name(), host, port, listener.protocol());
                })
                .toList();
    }

    private static String ownName(Listener listener) {
        try {
            return InetAddress.getLocalHost().getCanonicalHostName();
        } catch (UnknownHostException e) {
            throw new InvalidSettingException(
                    NetworkKeys.ADVERTISED_LISTENERS.name(),
                    listener.toString(),
                    "this host's own name cannot be found, so the listener needs a host",
                    e);
        }
    }

    private static String interBroker(SettingValues values, ProtocolMap protocols) {
        var name = values.find(NetworkKeys.INTER_BROKER_LISTENER).map(text -> text.toUpperCase(Locale.ROOT));
        var protocol = values.get(NetworkKeys.INTER_BROKER_PROTOCOL);
        if (name.isEmpty()) {
            if (!SecurityProtocol.valueOf(protocol).isSupported()) {
                throw values.refused(NetworkKeys.INTER_BROKER_PROTOCOL, "it is not supported yet: use PLAINTEXT");
            }
            return protocol;
        }
        if (values.isSet(NetworkKeys.INTER_BROKER_PROTOCOL)) {
            throw values.refused(
                    NetworkKeys.INTER_BROKER_LISTENER,
                    "only one of it and " + NetworkKeys.INTER_BROKER_PROTOCOL.name() + " may be set");
        }
        if (protocols.of(name.get()).isEmpty()) {
            throw values.refused(
                    NetworkKeys.INTER_BROKER_LISTENER,
                    "expected a listener named in " + NetworkKeys.PROTOCOL_MAP.name());
        }
        return name.get();
    }

    private static SettingKey<String> interBrokerKey(SettingValues values) {
        return values.isSet(NetworkKeys.INTER_BROKER_LISTENER)
                ? NetworkKeys.INTER_BROKER_LISTENER
                : NetworkKeys.INTER_BROKER_PROTOCOL;
    }
}
