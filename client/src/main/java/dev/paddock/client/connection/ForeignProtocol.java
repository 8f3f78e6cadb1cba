package dev.paddock.client.connection;

/** Recognises who else may answer on a wrong port, from the four bytes that should have been a length. */
final class ForeignProtocol {
    private static final int TLS_ALERT = 0x15;
    private static final int TLS_VERSION = 0x03;
    private static final int HTTP = 0x48545450;

    private ForeignProtocol() {}

    static String hint(int firstBytes) {
        if (firstBytes >>> 24 == TLS_ALERT && (firstBytes >>> 16 & 0xff) == TLS_VERSION) {
            return " (it looks like a TLS alert: this listener speaks TLS, use a PLAINTEXT one)";
        }
        if (firstBytes == HTTP) {
            return " (it looks like HTTP: this port is not a broker's)";
        }
        return "";
    }
}
