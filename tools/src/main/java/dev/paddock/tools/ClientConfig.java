package dev.paddock.tools;

import dev.paddock.client.connection.ConnectionSettings;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;

/** The file behind --command-config: those of Kafka's client settings that mean something to a connection. */
record ClientConfig(ConnectionSettings settings, Set<String> ignoredKeys) {
    /** As Kafka's own command: shorter than a client's, since a person waits. */
    static final ClientConfig DEFAULT = new ClientConfig(
            ConnectionSettings.DEFAULTS
                    .withClientId("paddock-tools")
                    .withTimeouts(Duration.ofSeconds(10), Duration.ofSeconds(5)),
            Set.of());

    private static final String CLIENT_ID = "client.id";
    private static final String REQUEST_TIMEOUT_MS = "request.timeout.ms";
    private static final String CONNECT_TIMEOUT_MS = "socket.connection.setup.timeout.ms";
    private static final String SEND_BUFFER_BYTES = "send.buffer.bytes";
    private static final String RECEIVE_BUFFER_BYTES = "receive.buffer.bytes";
    private static final String SECURITY_PROTOCOL = "security.protocol";
    private static final Set<String> KNOWN = Set.of(
            CLIENT_ID,
            REQUEST_TIMEOUT_MS,
            CONNECT_TIMEOUT_MS,
            SEND_BUFFER_BYTES,
            RECEIVE_BUFFER_BYTES,
            SECURITY_PROTOCOL);

    static ClientConfig read(Path file) {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            throw new CommandFailedException(
                    "cannot read --command-config " + file + ": " + e + "; expected a file of key=value lines", e);
        }
        return of(properties);
    }

    static ClientConfig of(Properties given) {
        requirePlaintext(given.getProperty(SECURITY_PROTOCOL, "PLAINTEXT"));
        ConnectionSettings defaults = DEFAULT.settings();
        ConnectionSettings settings = defaults.withClientId(given.getProperty(CLIENT_ID, defaults.clientId()))
                .withTimeouts(
                        Duration.ofMillis(number(
                                given,
                                CONNECT_TIMEOUT_MS,
                                1,
                                defaults.connectTimeout().toMillis())),
                        Duration.ofMillis(number(
                                given,
                                REQUEST_TIMEOUT_MS,
                                1,
                                defaults.requestTimeout().toMillis())))
                .withSocketBuffers((int) number(given, SEND_BUFFER_BYTES, -1, ConnectionSettings.USE_DEFAULT), (int)
                        number(given, RECEIVE_BUFFER_BYTES, -1, ConnectionSettings.USE_DEFAULT));
        Set<String> ignored = new TreeSet<>(given.stringPropertyNames());
        ignored.removeAll(KNOWN);
        return new ClientConfig(settings, ignored);
    }

    private static long number(Properties given, String key, int least, long fallback) {
        String text = given.getProperty(key);
        if (text == null) {
            return fallback;
        }
        try {
            int value = Integer.parseInt(text.trim());
            if (value >= least) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw badNumber(key, text, least, e);
        }
        throw badNumber(key, text, least, null);
    }

    private static CommandFailedException badNumber(String key, String text, int least, Exception cause) {
        return new CommandFailedException(
                key + " is '" + text + "' in --command-config: expected a number from " + least + " to "
                        + Integer.MAX_VALUE,
                cause);
    }

    private static void requirePlaintext(String protocol) {
        if (!protocol.trim().equals("PLAINTEXT")) {
            throw new CommandFailedException("security.protocol is '" + protocol
                    + "' in --command-config: this release speaks PLAINTEXT only, use a PLAINTEXT listener");
        }
    }
}
