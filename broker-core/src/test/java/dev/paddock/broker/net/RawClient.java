package dev.paddock.broker.net;

import dev.paddock.protocol.message.ApiKey;
import dev.paddock.protocol.message.HeaderVersion;
import dev.paddock.protocol.message.RequestHeader;
import dev.paddock.protocol.message.RequestMessage;
import dev.paddock.protocol.message.ResponseHeader;
import dev.paddock.protocol.wire.Message;
import dev.paddock.protocol.wire.OutboundFrame;
import dev.paddock.protocol.wire.WireReader;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;

/** A socket that sends what a test says, byte for byte, and reads frames. */
public final class RawClient implements AutoCloseable {
    private static final int TIMEOUT_MS = 20_000;

    private final Socket socket;
    private final DataInputStream in;

    public RawClient(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(TIMEOUT_MS);
        in = new DataInputStream(socket.getInputStream());
    }

    public Socket socket() {
        return socket;
    }

    public void send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    public void send(int correlationId, RequestMessage<?> request, int version) throws IOException {
        send(frame(correlationId, request, version));
    }

    public static byte[] frame(int correlationId, RequestMessage<?> request, int version) {
        RequestHeader header = new RequestHeader()
                .requestApiKey(request.apiKey().id())
                .requestApiVersion((short) version)
                .correlationId(correlationId)
                .clientId("raw");
        OutboundFrame frame = OutboundFrame.encode(
                UnpooledByteBufAllocator.DEFAULT,
                header,
                HeaderVersion.ofRequest(request.apiKey(), version),
                request,
                (short) version);
        ByteBuf bytes = Unpooled.buffer();
        frame.parts().forEach(part -> bytes.writeBytes((ByteBuf) part));
        frame.release();
        return ByteBufUtil.getBytes(bytes);
    }

    /** The body of the next frame, or null at the end of the stream. */
    public byte[] readFrame() throws IOException {
        int first = in.read();
        if (first < 0) {
            return null;
        }
        int length = first << 24 | in.readUnsignedByte() << 16 | in.readUnsignedByte() << 8 | in.readUnsignedByte();
        byte[] frame = new byte[length];
        in.readFully(frame);
        return frame;
    }

    /** An answer with its correlation id. */
    public record Answer(int correlationId, Message body) {}

    public Answer readAnswer(ApiKey api, int version) throws IOException {
        byte[] frame = readFrame();
        if (frame == null) {
            return null;
        }
        WireReader reader = new WireReader(Unpooled.wrappedBuffer(frame));
        ResponseHeader header = ResponseHeader.read(reader, HeaderVersion.ofResponse(api, version));
        return new Answer(header.correlationId(), api.readResponse(reader, (short) version));
    }

    /** One request on a connection of its own. */
    @SuppressWarnings("unchecked")
    public static <R extends Message> R ask(int port, RequestMessage<R> request, int version) throws IOException {
        try (RawClient client = new RawClient(port)) {
            client.send(5, request, version);
            Answer answer = client.readAnswer(request.apiKey(), version);
            if (answer == null || answer.correlationId() != 5) {
                throw new IOException("no answer to " + request.apiKey() + " v" + version + ": " + answer);
            }
            return (R) answer.body();
        }
    }

    /** Whether the other side closed the connection, without another byte. */
    public boolean isClosedByPeer() throws IOException {
        try {
            return in.read() < 0;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
