package dev.paddock.client.testing;

import dev.paddock.protocol.message.ApiKey;
import dev.paddock.protocol.message.HeaderVersion;
import dev.paddock.protocol.message.RequestHeader;
import dev.paddock.protocol.message.RequestMessage;
import dev.paddock.protocol.wire.WireReader;
import io.netty.buffer.ByteBuf;

/** A request as the fake broker understood it, on the connection that it came from. */
public record Received(
        FakeConnection connection,
        ApiKey api,
        short version,
        int correlationId,
        String clientId,
        RequestMessage<?> body) {
    static Received read(FakeConnection connection, ByteBuf frame) {
        ApiKey api = ApiKey.forId(frame.getShort(frame.readerIndex()));
        short version = frame.getShort(frame.readerIndex() + Short.BYTES);
        WireReader in = new WireReader(frame);
        short headerVersion = HeaderVersion.ofRequest(api, version);
        RequestHeader header = in.decode("RequestHeader", headerVersion, RequestHeader::read);
        RequestMessage<?> body = in.decode(api.displayName(), version, api::readRequest);
        return new Received(connection, api, version, header.correlationId(), header.clientId(), body);
    }

    /** The body of a request that is known to be of this type. */
    public <T> T as(Class<T> type) {
        return type.cast(body);
    }
}
