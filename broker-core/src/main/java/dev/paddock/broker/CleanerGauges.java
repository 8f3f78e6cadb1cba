package dev.paddock.broker;

import dev.paddock.broker.metrics.MetricsPage.Gauge;
import dev.paddock.log.clean.CleanerStatus;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** How compaction is doing, for the page of metrics. */
final class CleanerGauges {
    private CleanerGauges() {}

    static List<Gauge> of(Supplier<CleanerStatus> cleaner, LongSupplier clockMs) {
        return List.of(
                new Gauge(
                        "paddock_cleaner_uncleanable_partitions",
                        "Partitions that cannot be compacted and grow; the log says why.",
                        () -> cleaner.get().setAside().size()),
                new Gauge(
                        "paddock_cleaner_max_dirty_percent",
                        "The largest part of a compacted log that is not compacted yet, when it was last looked.",
                        () -> Math.round(100 * cleaner.get().dirtiestRatio())),
                new Gauge(
                        "paddock_cleaner_runs",
                        "Compactions of a log that were completed.",
                        () -> cleaner.get().cleanings()),
                new Gauge(
                        "paddock_cleaner_read_bytes",
                        "Bytes of logs that compaction has read.",
                        () -> cleaner.get().readBytes()),
                new Gauge(
                        "paddock_cleaner_written_bytes",
                        "Bytes that were left of those, and written anew.",
                        () -> cleaner.get().writtenBytes()),
                new Gauge(
                        "paddock_cleaner_last_run_ms",
                        "How long the last compaction took.",
                        () -> cleaner.get().lastTookMs()),
                new Gauge(
                        "paddock_cleaner_ms_since_last_look",
                        "How long ago it was looked for something to compact; -1 when it never was.",
                        () -> sinceMs(cleaner.get().lastLookMs(), clockMs.getAsLong())));
    }

    private static long sinceMs(long lookMs, long nowMs) {
        return lookMs == 0 ? -1 : Math.max(0, nowMs - lookMs);
    }
}
