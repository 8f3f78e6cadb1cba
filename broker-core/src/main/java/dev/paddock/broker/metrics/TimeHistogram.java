package dev.paddock.broker.metrics;

import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;

/** Times in microseconds since the start. Any thread records, without waiting for others; readers take turns. */
public final class TimeHistogram {
    private static final int DIGITS = 2;

    private final Recorder recorder = new Recorder(DIGITS);
    private final LongAdder sumNanos = new LongAdder();
    private final Histogram sinceStart = new Histogram(DIGITS);
    private Histogram recycled;

    void record(long nanos) {
        recorder.recordValue(Math.max(0, nanos / 1000));
        sumNanos.add(nanos);
    }

    public double sumSeconds() {
        return sumNanos.sum() / 1e9;
    }

    /** A copy of all that was recorded. */
    public synchronized Histogram sinceStart() {
        recycled = recorder.getIntervalHistogram(recycled);
        sinceStart.add(recycled);
        return sinceStart.copy();
    }
}
