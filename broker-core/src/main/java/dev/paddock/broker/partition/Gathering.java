package dev.paddock.broker.partition;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Several parts of one request, done by several threads: the last to finish goes on. What each part wrote before it
 * arrived is seen by the one that goes on.
 */
public final class Gathering {
    private final AtomicInteger missing;
    private final Runnable whenComplete;

    public Gathering(int parts, Runnable whenComplete) {
        if (parts < 1) {
            throw new IllegalArgumentException("a gathering of " + parts + " parts");
        }
        missing = new AtomicInteger(parts);
        this.whenComplete = whenComplete;
    }

    public void arrive() {
        arrive(1);
    }

    public void arrive(int parts) {
        int left = missing.addAndGet(-parts);
        if (left == 0) {
            whenComplete.run();
        } else if (left < 0) {
            throw new IllegalStateException("more parts arrived than were sent: " + -left);
        }
    }
}
