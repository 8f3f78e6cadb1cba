package dev.paddock.broker.net;

/**
 * When a request passed its stations, by the nano clock.
 *
 * <pre>
 *   received --queue--> started --local--> parked --remote--> answered
 * </pre>
 *
 * A request that never waits for others is parked at the moment it is answered.
 */
public final class RequestTimes {
    private final long receivedNanos;
    private final long startedNanos;
    private long parkedNanos;
    private long answeredNanos;

    RequestTimes(long receivedNanos, long startedNanos) {
        this.receivedNanos = receivedNanos;
        this.startedNanos = startedNanos;
    }

    void parked(long nowNanos) {
        parkedNanos = nowNanos;
    }

    void answered(long nowNanos) {
        answeredNanos = nowNanos;
        if (parkedNanos == 0) {
            parkedNanos = nowNanos;
        }
    }

    public long queueNanos() {
        return startedNanos - receivedNanos;
    }

    public long localNanos() {
        return parkedNanos - startedNanos;
    }

    public long remoteNanos() {
        return answeredNanos - parkedNanos;
    }

    public long totalNanos() {
        return answeredNanos - receivedNanos;
    }
}
