package dev.paddock.log.log;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Where a log begins and ends and what is between. Written by the log's thread only, read by any: one who reads several
 * sees each as it was a moment ago, not all as they were at one. No write waits for the other cores.
 */
final class LogBounds {
    private final AtomicLong start = new AtomicLong();
    private final AtomicLong end = new AtomicLong();
    private final AtomicLong highWatermark = new AtomicLong();
    private final AtomicLong recoveryPoint = new AtomicLong();
    private final AtomicLong sizeBytes = new AtomicLong();

    long start() {
        return start.getAcquire();
    }

    void start(long offset) {
        start.setRelease(offset);
    }

    long end() {
        return end.getAcquire();
    }

    void end(long offset) {
        end.setRelease(offset);
    }

    long highWatermark() {
        return highWatermark.getAcquire();
    }

    void highWatermark(long offset) {
        highWatermark.setRelease(offset);
    }

    long recoveryPoint() {
        return recoveryPoint.getAcquire();
    }

    void recoveryPoint(long offset) {
        recoveryPoint.setRelease(offset);
    }

    long sizeBytes() {
        return sizeBytes.getAcquire();
    }

    void sizeBytes(long bytes) {
        sizeBytes.setRelease(bytes);
    }
}
