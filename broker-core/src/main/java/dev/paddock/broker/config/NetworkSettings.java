package dev.paddock.broker.config;

/** Everything that the network part of the broker needs to know. */
public record NetworkSettings(
        ListenerSettings listeners,
        int threads,
        SocketSettings sockets,
        ConnectionLimits connections,
        RequestQueueSettings requestQueue) {
    static NetworkSettings from(SettingValues values) {
        var listeners = ListenerSettings.from(values);
        return new NetworkSettings(
                listeners,
                values.get(NetworkKeys.THREADS),
                SocketSettings.from(values),
                ConnectionLimits.from(values, listeners.listeners()),
                RequestQueueSettings.from(values));
    }
}
