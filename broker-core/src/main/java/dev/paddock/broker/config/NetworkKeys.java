package dev.paddock.broker.config;

import static dev.paddock.broker.config.SettingType.INT;
import static dev.paddock.broker.config.SettingType.LONG;
import static dev.paddock.broker.config.SettingType.STRING;

import dev.paddock.protocol.SecurityProtocol;
import java.util.List;

/** Where the broker listens, and how much of whom it takes. */
final class NetworkKeys {
    static final SettingKey<String> LISTENERS = new SettingKey<>(
            "listeners",
            STRING,
            "PLAINTEXT://:9092",
            Check.any(),
            "Where to listen: NAME://host:port, with commas between. No host means all interfaces, port 0 any free one.");
    static final SettingKey<String> ADVERTISED_LISTENERS = new SettingKey<>(
            "advertised.listeners",
            STRING,
            null,
            Check.any(),
            "What clients are told to connect to; the listeners when not set, and the host's own name for no host.");
    static final SettingKey<String> PROTOCOL_MAP = new SettingKey<>(
            "listener.security.protocol.map",
            STRING,
            "PLAINTEXT:PLAINTEXT,SSL:SSL,SASL_PLAINTEXT:SASL_PLAINTEXT,SASL_SSL:SASL_SSL",
            Check.any(),
            "Listener name to security protocol. Only PLAINTEXT works yet; a listener with another is refused.");
    static final SettingKey<String> INTER_BROKER_LISTENER = new SettingKey<>(
            "inter.broker.listener.name",
            STRING,
            null,
            Check.any(),
            "The listener that brokers use among themselves; it must be advertised.");
    static final SettingKey<String> INTER_BROKER_PROTOCOL = new SettingKey<>(
            "security.inter.broker.protocol",
            STRING,
            "PLAINTEXT",
            Check.oneOf(SecurityProtocol.names()),
            "The older way to choose inter.broker.listener.name: the listener named like this protocol.");

    static final SettingKey<Integer> THREADS = new SettingKey<>(
            "num.network.threads", INT, 3, Check.atLeast(1), "Event loop threads that read and write connections.");
    static final SettingKey<Integer> SEND_BUFFER_BYTES = new SettingKey<>(
            "socket.send.buffer.bytes", INT, 102_400, Check.defaultOrAtLeast(1), "SO_SNDBUF of a connection.");
    static final SettingKey<Integer> RECEIVE_BUFFER_BYTES = new SettingKey<>(
            "socket.receive.buffer.bytes", INT, 102_400, Check.defaultOrAtLeast(1), "SO_RCVBUF of a connection.");
    static final SettingKey<Integer> BACKLOG = new SettingKey<>(
            "socket.listen.backlog.size",
            INT,
            50,
            Check.atLeast(1),
            "Connections that wait to be accepted; the system may allow fewer.");
    static final SettingKey<Integer> REQUEST_BYTES_MAX = new SettingKey<>(
            "socket.request.max.bytes",
            INT,
            104_857_600,
            Check.atLeast(1),
            "The largest request; a larger one closes the connection.");

    static final SettingKey<Integer> MAX_CONNECTIONS = new SettingKey<>(
            "max.connections",
            INT,
            Integer.MAX_VALUE,
            Check.atLeast(0),
            "Connections of the whole broker. listener.name.NAME.max.connections, NAME in lower case, limits one listener.");
    static final SettingKey<Integer> MAX_CONNECTIONS_PER_IP = new SettingKey<>(
            "max.connections.per.ip",
            INT,
            Integer.MAX_VALUE,
            Check.atLeast(0),
            "Connections from one address; 0 only together with overrides.");
    static final SettingKey<String> MAX_CONNECTIONS_PER_IP_OVERRIDES = new SettingKey<>(
            "max.connections.per.ip.overrides",
            STRING,
            "",
            Check.any(),
            "The same for some hosts or addresses: host:limit, with commas between.");
    static final SettingKey<Long> IDLE_MS = new SettingKey<>(
            "connections.max.idle.ms",
            LONG,
            600_000L,
            new Check<>("negative for never, or at least 1", idleMs -> idleMs != 0),
            "A connection with nothing to say for this long is closed; negative for never.");

    static final SettingKey<Integer> QUEUED_REQUESTS_MAX = new SettingKey<>(
            "queued.max.requests",
            INT,
            500,
            Check.atLeast(1),
            "Requests that wait or are worked on before reading pauses.");
    static final SettingKey<Long> QUEUED_BYTES_MAX = new SettingKey<>(
            "queued.max.request.bytes",
            LONG,
            -1L,
            Check.any(),
            "Bytes of requests in memory before reading pauses; 0 or less for no bound of its own.");

    static final List<SettingKey<?>> ALL = List.of(
            LISTENERS,
            ADVERTISED_LISTENERS,
            PROTOCOL_MAP,
            INTER_BROKER_LISTENER,
            INTER_BROKER_PROTOCOL,
            THREADS,
            SEND_BUFFER_BYTES,
            RECEIVE_BUFFER_BYTES,
            BACKLOG,
            REQUEST_BYTES_MAX,
            MAX_CONNECTIONS,
            MAX_CONNECTIONS_PER_IP,
            MAX_CONNECTIONS_PER_IP_OVERRIDES,
            IDLE_MS,
            QUEUED_REQUESTS_MAX,
            QUEUED_BYTES_MAX);

    private NetworkKeys() {}
}
