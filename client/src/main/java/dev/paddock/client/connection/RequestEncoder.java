package dev.paddock.client.connection;

import dev.paddock.protocol.message.HeaderVersion;
import dev.paddock.protocol.message.RequestHeader;
import dev.paddock.protocol.wire.OutboundFrame;
import io.netty.buffer.ByteBufAllocator;

/** From a request to its frame, with one header for all of them. Belongs to the connection's event loop. */
final class RequestEncoder {
    private final RequestHeader header = new RequestHeader();
    private final String clientId;

    RequestEncoder(String clientId) {
        this.clientId = clientId;
    }

    /** Leaves the request as it is, whether it works or throws. */
    OutboundFrame encode(PendingRequest<?> request, ByteBufAllocator allocator) {
        short headerVersion = HeaderVersion.ofRequest(request.api(), request.version());
        header.requestApiKey(request.api().id())
                .requestApiVersion(request.version())
                .correlationId(request.correlationId())
                .clientId(headerVersion == 0 ? "" : clientId);
        return OutboundFrame.encode(allocator, header, headerVersion, request.request(), request.version());
    }
}
