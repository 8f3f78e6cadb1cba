package dev.paddock.client.connection;

import dev.paddock.protocol.ErrorCode;
import dev.paddock.protocol.message.ApiKey;
import dev.paddock.protocol.message.HeaderVersion;
import dev.paddock.protocol.message.ResponseHeader;
import dev.paddock.protocol.wire.MalformedMessageException;
import dev.paddock.protocol.wire.Message;
import dev.paddock.protocol.wire.WireReader;
import io.netty.buffer.ByteBuf;

/** From the frame of an answer to its message. */
final class ResponseCodec {
    private ResponseCodec() {}

    /** Leaves the frame to the caller; record batches in the message hold references of their own. */
    static Message decode(ApiKey api, short version, ByteBuf frame) {
        WireReader in = new WireReader(frame);
        in.decode("ResponseHeader", HeaderVersion.ofResponse(api, version), ResponseHeader::read);
        Message body = in.decode(api.displayName() + "Response", bodyVersion(api, version, frame), api::readResponse);
        if (frame.isReadable()) {
            body.release();
            throw new MalformedMessageException(
                    api.displayName() + "Response",
                    version,
                    "end",
                    "has " + frame.readableBytes() + " bytes behind it");
        }
        return body;
    }

    /** A broker that does not know the version of an ApiVersions request answers in version 0 (KIP-511). */
    private static short bodyVersion(ApiKey api, short version, ByteBuf body) {
        boolean refused = api == ApiKey.API_VERSIONS
                && body.readableBytes() >= Short.BYTES
                && body.getShort(body.readerIndex()) == ErrorCode.UNSUPPORTED_VERSION.code();
        return refused ? 0 : version;
    }
}
