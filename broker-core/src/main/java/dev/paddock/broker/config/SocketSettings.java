package dev.paddock.broker.config;

/**
 * Buffers and bounds of a connection.
 *
 * @param sendBufferBytes {@link #SYSTEM_DEFAULT} to leave it to the system
 * @param receiveBufferBytes {@link #SYSTEM_DEFAULT} to leave it to the system
 */
public record SocketSettings(int sendBufferBytes, int receiveBufferBytes, int backlog, int requestBytesMax) {
    public static final int SYSTEM_DEFAULT = -1;

    static SocketSettings from(SettingValues values) {
        return new SocketSettings(
                values.get(NetworkKeys.SEND_BUFFER_BYTES),
                values.get(NetworkKeys.RECEIVE_BUFFER_BYTES),
                values.get(NetworkKeys.BACKLOG),
                values.get(NetworkKeys.REQUEST_BYTES_MAX));
    }
}
