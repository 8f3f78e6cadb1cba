package dev.paddock.dist;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;

/** Ports of this machine: which are free, and where a broker answers. */
final class Port {
    private static final short API_VERSIONS = 18;
    private static final int TIMEOUT_MS = 5_000;

    private Port() {}

    static int free() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** The first of several free ones that follow each other. */
    static int freeRow(int count) throws IOException {
        while (true) {
            int first = free();
            if (isFreeRow(first, count)) {
                return first;
            }
        }
    }

    private static boolean isFreeRow(int first, int count) {
        for (int port = first; port < first + count; port++) {
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                if (!socket.isBound()) {
                    return false;
                }
            } catch (IOException | IllegalArgumentException e) {
                return false;
            }
        }
        return true;
    }

    /** Whether a broker answers ApiVersions v0 there. */
    static boolean answers(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(TIMEOUT_MS);
            ByteBuffer request = ByteBuffer.allocate(14);
            request.putInt(10)
                    .putShort(API_VERSIONS)
                    .putShort((short) 0)
                    .putInt(7)
                    .putShort((short) -1);
            socket.getOutputStream().write(request.array());
            DataInputStream in = new DataInputStream(socket.getInputStream());
            return in.readInt() > 0 && in.readInt() == 7 && in.readShort() == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
