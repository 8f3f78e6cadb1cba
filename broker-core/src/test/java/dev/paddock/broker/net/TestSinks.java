package dev.paddock.broker.net;

import dev.paddock.protocol.message.ApiKey;
import dev.paddock.protocol.message.SaslHandshakeResponse;
import io.netty.buffer.ByteBuf;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** Sinks that take every request for a SaslHandshake, whose answer carries a text. */
final class TestSinks {
    static final ApiKey API = ApiKey.SASL_HANDSHAKE;

    private TestSinks() {}

    static SaslHandshakeResponse answer(String text) {
        return new SaslHandshakeResponse().mechanisms(List.of(text));
    }

    private static RequestContext open(ByteBuf frame, RequestSource source) {
        int correlationId = frame.getInt(frame.readerIndex() + 2 * Short.BYTES);
        return source.open(new RequestStart(API, (short) 1, correlationId, "raw"));
    }

    /** Keeps every request until the test answers it. */
    static final class Holding implements RequestSink {
        private final Queue<RequestContext> held = new ConcurrentLinkedQueue<>();

        Queue<RequestContext> held() {
            return held;
        }

        @Override
        public void onRequest(ByteBuf frame, RequestSource source) {
            held.add(open(frame, source));
        }

        @Override
        public void onAnswered(RequestContext context) {}
    }

    /** Answers at once. */
    static final class Echo implements RequestSink {
        private final AtomicInteger handled;
        private final String text;

        Echo() {
            this(new AtomicInteger(), "echo");
        }

        Echo(AtomicInteger handled, String text) {
            this.handled = handled;
            this.text = text;
        }

        @Override
        public void onRequest(ByteBuf frame, RequestSource source) {
            open(frame, source).respond(answer(text));
            handled.incrementAndGet();
        }

        @Override
        public void onAnswered(RequestContext context) {}
    }
}
