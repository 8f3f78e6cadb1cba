package dev.paddock.client.connection;

import java.time.Duration;

/**
 * How a connection behaves. Every field has a bound; the with... methods change one.
 *
 * @param clientId how the broker names us in its logs and quotas
 * @param connectTimeout for the TCP handshake with one address, and once more for the exchange of versions
 * @param requestTimeout from send() to the answer, when a request names none of its own
 * @param maxInFlight requests on the wire without their answer; more wait here
 * @param maxWaiting requests that wait for a place on the wire; more fail at once
 * @param maxResponseBytes a larger answer closes the connection
 * @param sendBufferBytes of the socket; USE_DEFAULT leaves it to the operating system
 * @param receiveBufferBytes of the socket; USE_DEFAULT leaves it to the operating system
 * @param versions which versions may be chosen
 */
public record ConnectionSettings(
        String clientId,
        Duration connectTimeout,
        Duration requestTimeout,
        int maxInFlight,
        int maxWaiting,
        int maxResponseBytes,
        int sendBufferBytes,
        int receiveBufferBytes,
        VersionRules versions) {
    private static final Duration TIMEOUT_LEAST = Duration.ofMillis(1);
    private static final Duration TIMEOUT_MOST = Duration.ofMillis(Integer.MAX_VALUE);

    public static final int USE_DEFAULT = -1;
    public static final ConnectionSettings DEFAULTS = new ConnectionSettings(
            "paddock",
            Duration.ofSeconds(10),
            Duration.ofSeconds(30),
            64,
            1024,
            100 * 1024 * 1024,
            USE_DEFAULT,
            USE_DEFAULT,
            VersionRules.NEWEST);

    public ConnectionSettings {
        requireMillis("connectTimeout", connectTimeout);
        requireMillis("requestTimeout", requestTimeout);
        requireAtLeast("maxInFlight", maxInFlight, 1);
        requireAtLeast("maxWaiting", maxWaiting, 0);
        requireAtLeast("maxResponseBytes", maxResponseBytes, Integer.BYTES);
        requireAtLeast("sendBufferBytes", sendBufferBytes, USE_DEFAULT);
        requireAtLeast("receiveBufferBytes", receiveBufferBytes, USE_DEFAULT);
    }

    public ConnectionSettings withClientId(String value) {
        return new ConnectionSettings(
                value,
                connectTimeout,
                requestTimeout,
                maxInFlight,
                maxWaiting,
                maxResponseBytes,
                sendBufferBytes,
                receiveBufferBytes,
                versions);
    }

    public ConnectionSettings withTimeouts(Duration connect, Duration request) {
        return new ConnectionSettings(
                clientId,
                connect,
                request,
                maxInFlight,
                maxWaiting,
                maxResponseBytes,
                sendBufferBytes,
                receiveBufferBytes,
                versions);
    }

    public ConnectionSettings withRequestBounds(int inFlight, int waiting) {
        return new ConnectionSettings(
                clientId,
                connectTimeout,
                requestTimeout,
                inFlight,
                waiting,
                maxResponseBytes,
                sendBufferBytes,
                receiveBufferBytes,
                versions);
    }

    public ConnectionSettings withMaxResponseBytes(int value) {
        return new ConnectionSettings(
                clientId,
                connectTimeout,
                requestTimeout,
                maxInFlight,
                maxWaiting,
                value,
                sendBufferBytes,
                receiveBufferBytes,
                versions);
    }

    public ConnectionSettings withSocketBuffers(int sendBytes, int receiveBytes) {
        return new ConnectionSettings(
                clientId,
                connectTimeout,
                requestTimeout,
                maxInFlight,
                maxWaiting,
                maxResponseBytes,
                sendBytes,
                receiveBytes,
                versions);
    }

    public ConnectionSettings withVersions(VersionRules value) {
        return new ConnectionSettings(
                clientId,
                connectTimeout,
                requestTimeout,
                maxInFlight,
                maxWaiting,
                maxResponseBytes,
                sendBufferBytes,
                receiveBufferBytes,
                value);
    }

    private static void requireMillis(String name, Duration value) {
        if (value.compareTo(TIMEOUT_LEAST) < 0 || value.compareTo(TIMEOUT_MOST) > 0) {
            throw new IllegalArgumentException(
                    name + " is " + value + ": expected " + TIMEOUT_LEAST + " to " + TIMEOUT_MOST);
        }
    }

    private static void requireAtLeast(String name, int value, int least) {
        if (value < least) {
            throw new IllegalArgumentException(name + " is " + value + ": expected at least " + least);
        }
    }
}
