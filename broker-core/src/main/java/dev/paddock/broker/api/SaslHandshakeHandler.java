package dev.paddock.broker.api;

import dev.paddock.broker.net.RequestContext;
import dev.paddock.protocol.ErrorCode;
import dev.paddock.protocol.message.ApiKey;
import dev.paddock.protocol.message.SaslHandshakeRequest;
import dev.paddock.protocol.message.SaslHandshakeResponse;

/**
 * The start of an authentication, on a listener that has none.
 *
 * <p>Behaviour: as on Kafka's PLAINTEXT listeners, ILLEGAL_SASL_STATE and no mechanisms. The connection stays open.
 */
final class SaslHandshakeHandler implements ApiHandler<SaslHandshakeRequest, SaslHandshakeResponse> {
    @Override
    public ApiKey api() {
        return ApiKey.SASL_HANDSHAKE;
    }

    @Override
    public void handle(RequestContext context, SaslHandshakeRequest request) {
        context.respond(failure(request, ErrorCode.ILLEGAL_SASL_STATE));
    }

    @Override
    public SaslHandshakeResponse failure(SaslHandshakeRequest request, ErrorCode error) {
        return new SaslHandshakeResponse().errorCode(error.code());
    }
}
