package dev.paddock.broker.metrics;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;

/** Serves the metrics page as text to Prometheus, or to curl, under /metrics. One thread, which nothing else waits for. */
public final class MetricsEndpoint implements AutoCloseable {
    private final HttpServer server;
    private final MetricsPage page;

    public MetricsEndpoint(InetSocketAddress address, MetricsPage page) throws IOException {
        this.page = page;
        server = HttpServer.create(address, 0);
        server.createContext("/metrics", this::answer);
        server.start();
    }

    public int port() {
        return server.getAddress().getPort();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            PrometheusTextFormatWriter.create().write(body, page.snapshot(), EscapingScheme.UNDERSCORE_ESCAPING);
            exchange.getResponseHeaders().set("Content-Type", PrometheusTextFormatWriter.CONTENT_TYPE);
            exchange.sendResponseHeaders(200, body.size());
            try (OutputStream out = exchange.getResponseBody()) {
                body.writeTo(out);
            }
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
