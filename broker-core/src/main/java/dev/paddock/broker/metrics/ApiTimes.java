package dev.paddock.broker.metrics;

import dev.paddock.broker.net.RequestTimes;

/** Where the requests of one API spent their time. */
public final class ApiTimes {
    private final TimeHistogram queue = new TimeHistogram();
    private final TimeHistogram local = new TimeHistogram();
    private final TimeHistogram remote = new TimeHistogram();
    private final TimeHistogram total = new TimeHistogram();

    void record(RequestTimes times) {
        queue.record(times.queueNanos());
        local.record(times.localNanos());
        remote.record(times.remoteNanos());
        total.record(times.totalNanos());
    }

    /** Read but not begun, because there was no room. */
    public TimeHistogram queue() {
        return queue;
    }

    /** Worked on. */
    public TimeHistogram local() {
        return local;
    }

    /** Waiting for other brokers, or for data to come. */
    public TimeHistogram remote() {
        return remote;
    }

    public TimeHistogram total() {
        return total;
    }
}
