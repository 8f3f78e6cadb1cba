package dev.paddock.broker.metrics;

import dev.paddock.protocol.message.ApiKey;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.HdrHistogram.Histogram;

/** All metrics of the broker as they are now. */
public final class MetricsPage {
    private static final double[] BOUNDS_SECONDS = {
        0.0001,
        0.00025,
        0.0005,
        0.001,
        0.0025,
        0.005,
        0.01,
        0.025,
        0.05,
        0.1,
        0.25,
        0.5,
        1,
        2.5,
        5,
        10,
        30,
        Double.POSITIVE_INFINITY
    };

    private final RequestMetrics requests;
    private final List<Gauge> gauges;

    /** A number that is read when somebody looks. */
    public record Gauge(String name, String help, LongSupplier value) {}

    public MetricsPage(RequestMetrics requests, List<Gauge> gauges) {
        this.requests = requests;
        this.gauges = List.copyOf(gauges);
    }

    public MetricSnapshots snapshot() {
        List<MetricSnapshot> all = new ArrayList<>();
        all.add(requestTimes());
        for (Gauge gauge : gauges) {
            all.add(GaugeSnapshot.builder()
                    .name(gauge.name())
                    .help(gauge.help())
                    .dataPoint(GaugeSnapshot.GaugeDataPointSnapshot.builder()
                            .value(gauge.value().getAsLong())
                            .build())
                    .build());
        }
        return new MetricSnapshots(all);
    }

    private HistogramSnapshot requestTimes() {
        HistogramSnapshot.Builder times = HistogramSnapshot.builder()
                .name("paddock_request_seconds")
                .help(
                        "Requests by API: waiting for room (queue), worked on (local), waiting for others (remote), in all.");
        for (Map.Entry<ApiKey, ApiTimes> entry : requests.byApi().entrySet()) {
            String api = entry.getKey().displayName();
            times.dataPoint(point(api, "queue", entry.getValue().queue()));
            times.dataPoint(point(api, "local", entry.getValue().local()));
            times.dataPoint(point(api, "remote", entry.getValue().remote()));
            times.dataPoint(point(api, "total", entry.getValue().total()));
        }
        return times.build();
    }

    private static HistogramDataPointSnapshot point(String api, String phase, TimeHistogram times) {
        Histogram histogram = times.sinceStart();
        long[] counts = new long[BOUNDS_SECONDS.length];
        long below = 0;
        for (int i = 0; i < counts.length; i++) {
            boolean last = i == counts.length - 1;
            long upTo = last
                    ? histogram.getTotalCount()
                    : histogram.getCountBetweenValues(0, (long) (BOUNDS_SECONDS[i] * 1e6));
            counts[i] = upTo - below;
            below = upTo;
        }
        return HistogramDataPointSnapshot.builder()
                .labels(Labels.of("api", api, "phase", phase))
                .classicHistogramBuckets(ClassicHistogramBuckets.of(BOUNDS_SECONDS, counts))
                .sum(times.sumSeconds())
                .build();
    }
}
