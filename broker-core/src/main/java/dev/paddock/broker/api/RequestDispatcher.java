package dev.paddock.broker.api;

import dev.paddock.broker.metrics.RequestMetrics;
import dev.paddock.broker.net.RequestContext;
import dev.paddock.broker.net.RequestSink;
import dev.paddock.broker.net.RequestSource;
import dev.paddock.broker.net.RequestStart;
import dev.paddock.protocol.message.ApiKey;
import dev.paddock.protocol.message.HeaderVersion;
import dev.paddock.protocol.message.RequestHeader;
import dev.paddock.protocol.message.RequestMessage;
import dev.paddock.protocol.wire.MalformedMessageException;
import dev.paddock.protocol.wire.Message;
import dev.paddock.protocol.wire.WireReader;
import io.netty.buffer.ByteBuf;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way of every request: header, is it served, body, handler; and of every failure back to the client. What cannot be
 * answered closes the connection, as in Kafka.
 */
public final class RequestDispatcher implements RequestSink {
    private static final Logger LOG = LoggerFactory.getLogger(RequestDispatcher.class);
    private static final Logger REQUESTS = LoggerFactory.getLogger("dev.paddock.broker.request");
    /** API number, version and correlation id: what every header has had since the first. */
    private static final int HEADER_BYTES_MIN = 8;

    private final ApiRegistry registry;
    private final RequestMetrics metrics;

    public RequestDispatcher(ApiRegistry registry, RequestMetrics metrics) {
        this.registry = registry;
        this.metrics = metrics;
    }

    @Override
    public void onRequest(ByteBuf frame, RequestSource source) {
        if (frame.readableBytes() < HEADER_BYTES_MIN) {
            source.disconnect("a request of " + frame.readableBytes() + " bytes has no room for a header");
            return;
        }
        short id = frame.getShort(frame.readerIndex());
        short version = frame.getShort(frame.readerIndex() + Short.BYTES);
        ApiKey api = ApiKey.forId(id);
        ApiHandler<?, ?> handler = api == null ? null : registry.handler(api);
        if (handler == null) {
            source.disconnect("a request of API " + id + (api == null ? "" : " (" + api.displayName() + ")")
                    + ", which is not served here");
            return;
        }
        boolean served = handler.serves(version);
        if (!served && api != ApiKey.API_VERSIONS) {
            source.disconnect(api.displayName() + " v" + version + " is not served here, only v"
                    + handler.lowestVersion() + " to v" + handler.highestVersion());
            return;
        }
        try {
            if (served) {
                decodeAndHandle(frame, source, handler, version);
            } else {
                refuseVersion(frame, source, handler, version);
            }
        } catch (MalformedMessageException e) {
            source.disconnect(e.getMessage());
        }
    }

    private <Q extends RequestMessage<R>, R extends Message> void decodeAndHandle(
            ByteBuf frame, RequestSource source, ApiHandler<Q, R> handler, short version) {
        WireReader in = new WireReader(frame);
        RequestStart start = readHeader(in, handler.api(), version);
        // The registry pairs each API with the handler of its own request.
        @SuppressWarnings("unchecked")
        Q request = (Q) in.decode(handler.api().displayName() + "Request", version, handler.api()::readRequest);
        RequestContext context = source.open(start);
        try {
            handler.handle(context, request);
        } catch (RuntimeException e) {
            fail(context, handler, request, e);
        }
    }

    /** The body of a version that we do not know cannot be read, but its header can (KIP-511). */
    private static void refuseVersion(ByteBuf frame, RequestSource source, ApiHandler<?, ?> handler, short version) {
        RequestContext context = source.open(readHeader(new WireReader(frame), handler.api(), version));
        ((ApiVersionsHandler) handler).refuseVersion(context);
    }

    private static RequestStart readHeader(WireReader in, ApiKey api, short version) {
        RequestHeader header = in.decode("RequestHeader", HeaderVersion.ofRequest(api, version), RequestHeader::read);
        return new RequestStart(api, version, header.correlationId(), header.clientId());
    }

    private static <Q extends RequestMessage<R>, R extends Message> void fail(
            RequestContext context, ApiHandler<Q, R> handler, Q request, RuntimeException failure) {
        if (ErrorMapping.isUnexpected(failure)) {
            LOG.error("{} failed", context, failure);
        }
        context.respond(handler.failure(request, ErrorMapping.errorOf(failure)));
    }

    @Override
    public void onAnswered(RequestContext context) {
        metrics.record(context.api(), context.times());
        if (REQUESTS.isDebugEnabled()) {
            REQUESTS.debug(
                    "{}: {} us in all, {} in queue, {} here, {} for others",
                    context,
                    context.times().totalNanos() / 1000,
                    context.times().queueNanos() / 1000,
                    context.times().localNanos() / 1000,
                    context.times().remoteNanos() / 1000);
        }
    }
}
