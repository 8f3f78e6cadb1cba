package dev.paddock.broker.metrics;

import java.util.concurrent.atomic.LongAdder;

/** What has gone through the broker since it started. Any thread adds, without waiting for others. */
public final class Traffic {
    private final LongAdder bytesIn = new LongAdder();
    private final LongAdder bytesOut = new LongAdder();
    private final LongAdder recordsIn = new LongAdder();
    private final LongAdder waitingFetches = new LongAdder();
    private final LongAdder waitingProduces = new LongAdder();

    public void appended(long bytes, long records) {
        bytesIn.add(bytes);
        recordsIn.add(records);
    }

    public void fetched(long bytes) {
        bytesOut.add(bytes);
    }

    /** @param more 1 when one begins to wait, -1 when it ends */
    public void waitingFetches(int more) {
        waitingFetches.add(more);
    }

    /** @param more 1 when one begins to wait, -1 when it ends */
    public void waitingProduces(int more) {
        waitingProduces.add(more);
    }

    public long bytesIn() {
        return bytesIn.sum();
    }

    public long bytesOut() {
        return bytesOut.sum();
    }

    public long recordsIn() {
        return recordsIn.sum();
    }

    public long waitingFetches() {
        return waitingFetches.sum();
    }

    public long waitingProduces() {
        return waitingProduces.sum();
    }
}
